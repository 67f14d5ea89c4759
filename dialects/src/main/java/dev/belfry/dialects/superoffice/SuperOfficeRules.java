package dev.belfry.dialects.superoffice;

import dev.belfry.engine.delivery.Judged;
import dev.belfry.engine.delivery.NextStep;
import dev.belfry.engine.delivery.Outcome;
import dev.belfry.engine.delivery.Rules;
import dev.belfry.engine.delivery.Waits;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import java.util.random.RandomGenerator;

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
  public NextStep after(Judged attempt, Waits waits, RandomGenerator random) {
    return attempt.outcome() instanceof Outcome.Refused(int status, _) && status == 410
        ? new NextStep.Disable(GONE)
        : attempt.bySchedule(waits, random);
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
