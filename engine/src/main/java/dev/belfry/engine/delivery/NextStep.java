package dev.belfry.engine.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What follows from an outcome, by the rules of the webhook's dialect. */
public sealed interface NextStep {

  /** Settled: delivered. */
  record Finish() implements NextStep {}

  /**
   * Another attempt.
   *
   * @param holdUntil if set, the webhook's other deliveries wait too, until then
   */
  record RetryAt(Instant due, @Nullable Instant holdUntil) implements NextStep {}

  /**
   * Settled: dead.
   *
   * @param holdUntil if set, the webhook's other deliveries wait until then
   */
  record GiveUp(String reason, @Nullable Instant holdUntil) implements NextStep {}

  /** Settled: dead; and the webhook is disabled. */
  record Disable(String reason) implements NextStep {}
}
