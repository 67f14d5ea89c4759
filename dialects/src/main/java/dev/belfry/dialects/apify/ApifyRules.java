package dev.belfry.dialects.apify;

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
 * What answers mean to Apify (§12.3, §12.4): 2xx is success; all else is made again after 1, 2, 4,
 * … 1,024 minutes, each up to a quarter more or less; a template that cannot be filled in is not.
 */
final class ApifyRules implements Rules {

  @Override
  public Outcome judge(Webhook webhook, Answer answer, Instant now) {
    return Outcome.of(answer, Outcome::is2xx);
  }

  @Override
  public NextStep after(Judged attempt, Waits waits, RandomGenerator random) {
    return attempt.bySchedule(waits, random);
  }

  @Override
  public int attemptsOfTest() {
    return Choices.ATTEMPTS_OF_TEST;
  }

  @Override
  public boolean breaker() {
    return false;
  }
}
