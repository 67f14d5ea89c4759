package dev.belfry.dialects.belfry.delivery;

import dev.belfry.engine.delivery.NextStep;
import dev.belfry.engine.delivery.Outcome;
import dev.belfry.engine.delivery.Rules;
import dev.belfry.engine.delivery.Waits;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.webhook.Webhook;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What answers mean in our own dialect. 2xx is success, 410 ends the webhook, anything else is made
 * again by the webhook's schedule or, after 429 and 503, when the receiver asked for it. A webhook
 * that has failed for five days on end is disabled.
 */
final class BelfryRules implements Rules {

  private static final Duration LONGEST_FAILING = Duration.ofDays(5);
  private static final int GONE = 410;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int UNAVAILABLE = 503;

  @Override
  public Outcome judge(Webhook webhook, Answer answer, Instant now) {
    return answer instanceof Answer.Answered(int status, var headers, _, _)
            && (status == TOO_MANY_REQUESTS || status == UNAVAILABLE)
        ? new Outcome.Refused(status, RetryAfter.in(headers, now))
        : Outcome.of(answer, Outcome::is2xx);
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
    if (outcome instanceof Outcome.Refused(int status, _) && status == GONE) {
      return new NextStep.Disable("gone");
    }
    if (hasFailedTooLong(failingSince, now, waits)) {
      return new NextStep.Disable("failing");
    }
    var asked = askedFor(outcome, now, waits);
    var hold =
        outcome instanceof Outcome.Refused(int status, _) && status == TOO_MANY_REQUESTS
            ? asked
            : null;
    var retry = webhook.registration().retry();
    if (step > retry.schedule().size()) {
      return new NextStep.GiveUp(outcome.word(), hold);
    }
    if (asked != null) {
      return new NextStep.RetryAt(asked, hold);
    }
    var wait = retry.waitAfter(step, random);
    return new NextStep.RetryAt(now.plus(waits.of(wait)), null);
  }

  @Override
  public boolean breaker() {
    return true;
  }

  /** When the receiver wants to be asked again, if it said so. */
  private static @Nullable Instant askedFor(Outcome outcome, Instant now, Waits waits) {
    return outcome instanceof Outcome.Refused(_, var wait) && wait != null
        ? now.plus(waits.of(wait))
        : null;
  }

  private static boolean hasFailedTooLong(@Nullable Instant since, Instant now, Waits waits) {
    return since != null && Duration.between(since, now).compareTo(waits.of(LONGEST_FAILING)) >= 0;
  }
}
