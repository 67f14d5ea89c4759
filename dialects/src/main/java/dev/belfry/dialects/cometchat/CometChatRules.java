package dev.belfry.dialects.cometchat;

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
  public NextStep after(Judged attempt, Waits waits, RandomGenerator random) {
    var next = attempt.bySchedule(waits, random);
    return next instanceof NextStep.RetryAt
            && attempt.event().type().equals(Triggers.BEFORE_MESSAGE)
        ? new NextStep.GiveUp(attempt.outcome().word(), null)
        : next;
  }

  @Override
  public boolean breaker() {
    return false;
  }
}
