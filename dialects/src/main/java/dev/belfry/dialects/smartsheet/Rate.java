package dev.belfry.dialects.smartsheet;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How many requests a token may make (section 14): so many at once, and then as many a minute
 * again, evenly.
 */
final class Rate {

  private static final double MILLIS_A_MINUTE = 60_000;

  /** Tokens that were not used lately are forgotten beyond this: they would be full again. */
  private static final int MOST_KEPT = 10_000;

  private final int perMinute;
  private final Map<String, Left> byToken = new ConcurrentHashMap<>();

  /**
   * @param perMinute 0 for no limit
   */
  Rate(int perMinute) {
    this.perMinute = perMinute;
  }

  /** Takes one request off, if any is left. */
  boolean allows(String token, Instant now) {
    if (perMinute == 0) {
      return true;
    }
    var at = now.toEpochMilli();
    if (byToken.size() > MOST_KEPT) {
      byToken.values().removeIf(left -> left.refilled(at, perMinute) >= perMinute);
    }
    var after =
        byToken.compute(
            token,
            (_, left) -> {
              var have = left == null ? perMinute : left.refilled(at, perMinute);
              return new Left(at, have >= 1 ? have - 1 : have, have >= 1);
            });
    return after.allowed;
  }

  private record Left(long at, double requests, boolean allowed) {
    private double refilled(long now, int perMinute) {
      var more = Math.max(0, now - at) * perMinute / MILLIS_A_MINUTE;
      return Math.min(perMinute, requests + more);
    }
  }
}
