package dev.belfry.engine.delivery;

import java.time.Duration;

/**
 * Shortens every wait between attempts, every gathering and every period by one factor, so that a
 * schedule of days can be seen in minutes; 1 in earnest.
 */
public record Waits(double scale) {

  public static final Waits REAL = new Waits(1);

  public Waits {
    if (!(scale >= 1)) {
      throw new IllegalArgumentException("the time scale must be 1 or more");
    }
  }

  public Duration of(Duration wait) {
    return scale == 1 ? wait : Duration.ofNanos((long) (wait.toNanos() / scale));
  }
}
