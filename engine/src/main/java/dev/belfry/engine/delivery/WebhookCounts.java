package dev.belfry.engine.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Sums of a webhook since its creation; replays and tests are not in them, but attempts count all.
 *
 * @param failingSince the first failure since the last success or resume
 * @param failures of the attempts
 * @param failuresInRow attempts that failed since the last success or resume
 */
public record WebhookCounts(
    long owed,
    long delivered,
    long dead,
    long cancelled,
    long attempts,
    @Nullable Instant lastSuccessAt,
    @Nullable Instant lastFailureAt,
    @Nullable Instant failingSince,
    long failures,
    long failuresInRow) {

  public static final WebhookCounts NONE = new WebhookCounts(0, 0, 0, 0, 0, null, null, null, 0, 0);

  public long pending() {
    return owed - delivered - dead - cancelled;
  }
}
