package dev.belfry.dialects.apify;

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
 * What answers mean to Apify (§12.3, §12.4): 2xx is success; all else is made again after 1, 2, 4,
 * … 1,024 minutes, each up to a quarter more or less; a template that cannot be filled in is not.
 */
final class ApifyRules implements Rules {

  private static final String TEMPLATE = "template";

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
    var retry = webhook.registration().retry();
    return switch (outcome) {
      case Outcome.Succeeded _ -> new NextStep.Finish();
      case Outcome.Unreachable(var error) when error.equals(TEMPLATE) ->
          new NextStep.GiveUp(TEMPLATE, null);
      case Outcome.Unreachable _, Outcome.Refused _ when step > retry.schedule().size() ->
          new NextStep.GiveUp(outcome.word(), null);
      case Outcome.Unreachable _, Outcome.Refused _ -> {
        var wait = retry.waitAfter(step, random);
        yield new NextStep.RetryAt(now.plus(waits.of(wait)), null);
      }
    };
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
