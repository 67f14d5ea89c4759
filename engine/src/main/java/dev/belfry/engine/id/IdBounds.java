package dev.belfry.engine.id;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which ids a query over time can concern. Ids follow the clock but never go back with it, so an id
 * may be ahead of its time, by as much as the clock was set back; a day is allowed for that at the
 * upper end, and the exact time is compared row by row.
 */
public final class IdBounds {

  private static final Duration AHEAD = Duration.ofDays(1);

  private IdBounds() {}

  /** Ids from here on can have been given since then. */
  public static long from(@Nullable Instant since) {
    return since == null ? 0 : first(since);
  }

  /**
   * Ids below this can have been given before then.
   *
   * @param before and only ids below this one are asked for
   */
  public static long below(@Nullable Instant until, @Nullable Long before) {
    var byTime = until == null ? Long.MAX_VALUE : first(until.plus(AHEAD));
    return before == null ? byTime : Math.min(byTime, before);
  }

  private static long first(Instant at) {
    return Id.firstAt(Math.clamp(at.toEpochMilli(), 0, Id.LAST_MILLI));
  }
}
