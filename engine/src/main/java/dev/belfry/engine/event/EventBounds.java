package dev.belfry.engine.event;

import dev.belfry.engine.id.Id;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which ids a query over time can concern. Ids follow the clock but never go back with it, so an id
 * may be ahead of its time, by as much as the clock was set back; a day is allowed for that at the
 * upper end, and the exact time is compared row by row.
 */
final class EventBounds {

  private static final Duration AHEAD = Duration.ofDays(1);

  private EventBounds() {}

  /** Ids from here on can have been given since then. */
  static long from(EventQuery query) {
    return query.since() == null ? 0 : Id.firstAt(Math.max(0, query.since().toEpochMilli()));
  }

  /** Ids below this can have been given before the query's end. */
  static long before(EventQuery query) {
    var byTime = byTime(query.until());
    return query.before() == null ? byTime : Math.min(byTime, query.before().value());
  }

  private static long byTime(@Nullable Instant until) {
    return until == null ? Long.MAX_VALUE : Id.firstAt(until.plus(AHEAD).toEpochMilli());
  }
}
