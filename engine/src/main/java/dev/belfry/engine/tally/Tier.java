package dev.belfry.engine.tally;

import java.time.Duration;
import java.time.Instant;

/** The steps in which figures are kept: the longer ago, the coarser. */
enum Tier {
  MINUTE(0, Duration.ofMinutes(1), Duration.ofHours(2)),
  TEN_MINUTES(1, Duration.ofMinutes(10), Duration.ofHours(26)),
  HOUR(2, Duration.ofHours(1), Duration.ofDays(8));

  private final int code;
  private final Duration step;
  private final Duration kept;

  Tier(int code, Duration step, Duration kept) {
    this.code = code;
    this.step = step;
    this.kept = kept;
  }

  /** As it stands in the store. */
  int code() {
    return code;
  }

  /** When the step began that an instant lies in, in milliseconds. */
  long begin(long millis) {
    return millis - Math.floorMod(millis, step.toMillis());
  }

  long stepMillis() {
    return step.toMillis();
  }

  /** Steps that began before are no longer needed. */
  long oldest(Instant now) {
    return begin(now.minus(kept).toEpochMilli());
  }
}
