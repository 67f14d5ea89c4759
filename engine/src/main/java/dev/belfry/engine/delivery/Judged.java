package dev.belfry.engine.delivery;

import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An attempt and what it came to.
 *
 * @param event the first, of several that went out together
 * @param step attempts made since the schedule began, this one included (a retry by hand begins it
 *     anew)
 * @param failingSince the first failure since the last success or resume, this one included; null
 *     if this is none
 * @param ended when the attempt had ended
 */
public record Judged(
    Webhook webhook,
    Event event,
    Outcome outcome,
    int step,
    @Nullable Instant failingSince,
    Instant ended) {

  /** The error of a request that could not be made from the webhook's template. */
  private static final String TEMPLATE = "template";

  /**
   * What follows if the webhook's schedule says all: a failed attempt is made again until its waits
   * are used up, but not one whose request cannot be made, since it never will be.
   */
  public NextStep bySchedule(Waits waits, RandomGenerator random) {
    if (outcome instanceof Outcome.Succeeded) {
      return new NextStep.Finish();
    }
    var retry = webhook.registration().retry();
    return outcome.word().equals(TEMPLATE) || step > retry.schedule().size()
        ? new NextStep.GiveUp(outcome.word(), null)
        : new NextStep.RetryAt(ended.plus(waits.of(retry.waitAfter(step, random))), null);
  }
}
