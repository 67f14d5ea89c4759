package dev.belfry.dialects.superoffice;

import dev.belfry.engine.delivery.NextStep;
import dev.belfry.engine.delivery.Outcome;
import dev.belfry.engine.delivery.Rules;
import dev.belfry.engine.delivery.Waits;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What answers mean (section 6.5): any 2xx is success; three attempts, after 1 s and 4 s; nine
 * failures in a row or a 410 turn a hook into {@code TooManyErrors}.
 */
final class SuperOfficeRules implements Rules {

  static final String GONE = "gone";

  private final FailureLimit limit;

  SuperOfficeRules(SuperOfficeSettings settings) {
    limit = new FailureLimit(settings.disableAfter(), State.ERRORS);
  }

  @Override
  public Outcome judge(Webhook webhook, Answer answer, Instant now) {
    return Outcome.of(answer, Outcome::is2xx);
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
    var schedule = webhook.registration().retry().schedule();
    return switch (outcome) {
      case Outcome.Succeeded _ -> new NextStep.Finish();
      case Outcome.Refused(int status, _) when status == 410 -> new NextStep.Disable(GONE);
      case Outcome.Unreachable(var error) when error.equals("template") ->
          new NextStep.GiveUp(error, null);
      case Outcome.Refused _, Outcome.Unreachable _ ->
          step > schedule.size()
              ? new NextStep.GiveUp(outcome.word(), null)
              : new NextStep.RetryAt(now.plus(waits.of(schedule.get(step - 1))), null);
    };
  }

  @Override
  public boolean breaker() {
    return false;
  }

  @Override
  public FailureLimit failureLimit() {
    return limit;
  }
}
