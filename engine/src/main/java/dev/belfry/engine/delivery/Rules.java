package dev.belfry.engine.delivery;

import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.webhook.Gathering;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** How a dialect judges answers: plain functions, no clock, no store, no HTTP. */
public interface Rules {

  /** What the attempt came to. */
  Outcome judge(Webhook webhook, Answer answer, Instant now);

  /**
   * What follows from it.
   *
   * @param waits shortens waits where the operator asked for it
   */
  NextStep after(Judged attempt, Waits waits, RandomGenerator random);

  /** How many attempts a delivery gets that only tries a webhook out; at most its schedule's. */
  default int attemptsOfTest() {
    return Integer.MAX_VALUE;
  }

  /** How events are gathered into one request; null for a request per event. */
  default @Nullable Gathering gathering(Webhook webhook) {
    return webhook.registration().pace().gathering();
  }

  /**
   * The webhook as it is when Belfry has disabled it.
   *
   * @param last the attempt that decided it
   */
  default Registration disabled(Registration before, String reason, Attempt last) {
    return before.in(WebhookState.DISABLED, reason);
  }

  /** Whether five failures in a row let only one attempt at a time through. */
  boolean breaker();

  /** After how many failed attempts in a row a webhook is disabled; null for never. */
  default @Nullable FailureLimit failureLimit() {
    return null;
  }

  /**
   * So many failures in a row disable a webhook, whichever deliveries they belong to.
   *
   * @param reason the stable word for it
   */
  record FailureLimit(int most, String reason) {}
}
