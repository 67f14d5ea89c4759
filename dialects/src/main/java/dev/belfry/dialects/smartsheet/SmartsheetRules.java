package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.delivery.Attempt;
import dev.belfry.engine.delivery.Judged;
import dev.belfry.engine.delivery.NextStep;
import dev.belfry.engine.delivery.Outcome;
import dev.belfry.engine.delivery.Rules;
import dev.belfry.engine.delivery.Waits;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.webhook.Gathering;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * What answers mean (sections 11.1 to 11.3): 200 is success; 4xx but 410, 5xx and no answer are
 * made again, while everything else waits; anything else, or 15 failures, disable the webhook.
 */
final class SmartsheetRules implements Rules {

  private final Gathering gathering;

  SmartsheetRules(SmartsheetSettings settings) {
    this.gathering = new Gathering(settings.batch(), settings.window(), true);
  }

  /** One callback at a time, one that is to be made again included (section 11.6). */
  @Override
  public Gathering gathering(Webhook webhook) {
    return gathering;
  }

  @Override
  public Outcome judge(Webhook webhook, Answer answer, Instant now) {
    return Outcome.of(answer, status -> status == 200);
  }

  @Override
  public NextStep after(Judged attempt, Waits waits, RandomGenerator random) {
    return switch (attempt.outcome()) {
      case Outcome.Succeeded _ -> new NextStep.Finish();
      case Outcome.Refused(int status, _) when !isRetried(status) -> disable();
      case Outcome.Refused _, Outcome.Unreachable _ -> {
        if (attempt.step() > Choices.RETRIES.size()) {
          yield disable();
        }
        var wait = Choices.RETRIES.get(attempt.step() - 1);
        var due = attempt.ended().plus(waits.of(wait));
        yield new NextStep.RetryAt(due, due);
      }
    };
  }

  private static boolean isRetried(int status) {
    return status != 410 && status >= 400 && status <= 599;
  }

  private static NextStep disable() {
    return new NextStep.Disable(Status.DISABLED_CALLBACK_FAILED.reason());
  }

  @Override
  public Registration disabled(Registration before, String reason, Attempt last) {
    var status =
        reason.equals(Status.DISABLED_VERIFICATION_FAILED.reason())
            ? Status.DISABLED_VERIFICATION_FAILED
            : Status.DISABLED_CALLBACK_FAILED;
    return status.given(before, DisabledDetails.of(last));
  }

  @Override
  public boolean breaker() {
    return false;
  }
}
