package dev.belfry.engine;

import dev.belfry.engine.delivery.Waits;
import java.time.Duration;

/**
 * How an engine behaves.
 *
 * @param waits shortens waits; {@link Waits#REAL} in earnest
 * @param idempotencyWindow how long a producer's id is remembered
 * @param waitingBytes what may wait to be accepted at once
 * @param retention how long events are kept
 * @param retentionAudit how long rows of the audit log are kept
 * @param gather how long a commit waits for more when traffic is heavy
 */
public record EngineSettings(
    Waits waits,
    Duration idempotencyWindow,
    Duration retention,
    Duration retentionAudit,
    long waitingBytes,
    Duration gather) {

  public static final EngineSettings USUAL =
      new EngineSettings(
          Waits.REAL,
          Duration.ofDays(7),
          Duration.ofDays(30),
          Duration.ofDays(365),
          64L << 20,
          Duration.ofMillis(1));
}
