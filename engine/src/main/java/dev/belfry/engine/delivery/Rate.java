package dev.belfry.engine.delivery;

import org.jspecify.annotations.Nullable;

/**
 * Lets requests go at an even pace. The next one's time is counted on from the one before, so that
 * a late timer costs nothing of the rate; where they follow each other closer than the timer can
 * tell, some go at once.
 *
 * @see <a href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">GCRA</a>
 */
final class Rate {

  private static final double SLACK_MILLIS = 50;

  /** Zero for any pace. */
  private double interval;

  private double slack;

  /** When the next one is due at an even pace, in milliseconds. */
  private double next;

  /**
   * Sets the rate from now on.
   *
   * @param perSecond null for any
   */
  void set(@Nullable Double perSecond) {
    interval = perSecond == null ? 0 : 1000 / perSecond;
    slack = interval < SLACK_MILLIS ? SLACK_MILLIS : 0;
  }

  /** From when on the next may go, in milliseconds. */
  long from(long now) {
    if (interval == 0) {
      return now;
    }
    var latest = now + interval + slack; // the clock may have been set back
    return (long) Math.ceil(Math.min(next, latest) - slack);
  }

  /** One goes now. */
  void spend(long now) {
    if (interval > 0) {
      next = Math.max(Math.min(next, now + interval + slack), (double) now) + interval;
    }
  }
}
