package dev.belfry.dialects.belfry.delivery;

import dev.belfry.engine.delivery.Judged;
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
  public NextStep after(Judged attempt, Waits waits, RandomGenerator random) {
    var outcome = attempt.outcome();
    if (outcome instanceof Outcome.Succeeded) {
      return new NextStep.Finish();
    }
    if (outcome instanceof Outcome.Refused(int status, _) && status == GONE) {
      return new NextStep.Disable("gone");
    }
    if (hasFailedTooLong(attempt, waits)) {
      return new NextStep.Disable("failing");
    }
    var asked = askedFor(attempt, waits);
    var hold =
        outcome instanceof Outcome.Refused(int status, _) && status == TOO_MANY_REQUESTS
            ? asked
            : null;
    var retry = attempt.webhook().registration().retry();
    if (attempt.step() > retry.schedule().size()) {
      return new NextStep.GiveUp(outcome.word(), hold);
    }
    if (asked != null) {
      return new NextStep.RetryAt(asked, hold);
    }
    var wait = retry.waitAfter(attempt.step(), random);
    return new NextStep.RetryAt(attempt.ended().plus(waits.of(wait)), null);
  }

  @Override
  public boolean breaker() {
    return true;
  }

  /** When the receiver wants to be asked again, if it said so. */
  private static @Nullable Instant askedFor(Judged attempt, Waits waits) {
    return attempt.outcome() instanceof Outcome.Refused(_, var wait) && wait != null
        ? attempt.ended().plus(waits.of(wait))
        : null;
  }

  private static boolean hasFailedTooLong(Judged attempt, Waits waits) {
    var since = attempt.failingSince();
    return since != null
        && Duration.between(since, attempt.ended()).compareTo(waits.of(LONGEST_FAILING)) >= 0;
  }
}
