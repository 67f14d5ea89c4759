package dev.belfry.dialects.cometchat;

import dev.belfry.engine.delivery.NextStep;
import dev.belfry.engine.delivery.Outcome;
import dev.belfry.engine.delivery.Rules;
import dev.belfry.engine.delivery.Waits;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What answers mean (sections 7.2 and 7.3): any 2xx is success, all else is failure, made again
 * after 10 s and 30 s where the webhook asks for it. Nothing disables a webhook.
 */
final class CometChatRules implements Rules {

  @Override
  public Outcome judge(Webhook webhook, Answer answer, Instant now) {
    return Outcome.of(answer, Outcome::is2xx);
  }

  /** A message that is held back cannot wait for a second attempt (section 13). */
  @Override
  public NextStep after(
      Webhook webhook,
      Event event,
      Outcome outcome,
      int step,
      @Nullable Instant failingSince,
      Instant now,
      Waits waits,
      RandomGenerator random) {
    return event.type().equals(Triggers.BEFORE_MESSAGE) && !(outcome instanceof Outcome.Succeeded)
        ? new NextStep.GiveUp(outcome.word(), null)
        : after(webhook, outcome, step, failingSince, now, waits, random);
  }

  @Override
  public NextStep after(
      Webhook webhook,
      Outcome outcome,
      int step,
      @Nullable Instant failingSince,
      Instant now,
      Waits waits,
      RandomGenerator random) {
    if (outcome instanceof Outcome.Succeeded) {
      return new NextStep.Finish();
    }
    var schedule = webhook.registration().retry().schedule();
    var hopeless = outcome instanceof Outcome.Unreachable(var error) && error.equals("template");
    return hopeless || step > schedule.size()
        ? new NextStep.GiveUp(outcome.word(), null)
        : new NextStep.RetryAt(now.plus(waits.of(schedule.get(step - 1))), null);
  }

  @Override
  public boolean breaker() {
    return false;
  }
}
