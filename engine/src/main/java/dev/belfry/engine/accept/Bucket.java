package dev.belfry.engine.accept;

import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.Quota;
import java.time.Duration;

/**
 * A token bucket that holds what comes in one second. More than it holds may be taken at once when
 * it is full; it must then fill up again first.
 */
final class Bucket {

  private static final Duration NEVER_ALLOWED = Duration.ofMinutes(1);

  private final long limit;
  private double level;
  private long last;

  Bucket(long limit, long now) {
    this.limit = limit;
    this.level = limit;
    this.last = now;
  }

  long limit() {
    return limit;
  }

  /**
   * Takes some out.
   *
   * @param now in milliseconds
   * @throws OverLimit if there is not enough in it
   */
  synchronized void take(int count, long now) {
    fill(now);
    var needed = Math.min(count, limit);
    if (limit == 0 || level < needed) {
      var wait = limit == 0 ? NEVER_ALLOWED : untilLevel((double) needed);
      throw new OverLimit(
          "more than " + limit + " events a second",
          wait,
          new Quota(limit, whole(), untilLevel((double) limit)));
    }
    level -= count;
  }

  /** What was taken turned out not to count. */
  synchronized void giveBack(int count) {
    level = Math.min((double) limit, level + count);
  }

  synchronized Quota quota(long now) {
    fill(now);
    return new Quota(limit, whole(), untilLevel((double) limit));
  }

  private void fill(long now) {
    if (now > last) {
      level = Math.min((double) limit, level + (now - last) / 1000.0 * limit);
    }
    last = now;
  }

  private long whole() {
    return Math.max(0, (long) Math.floor(level));
  }

  private Duration untilLevel(double wanted) {
    return limit == 0
        ? NEVER_ALLOWED
        : Duration.ofMillis((long) Math.ceil(Math.max(0, wanted - level) / limit * 1000));
  }
}
