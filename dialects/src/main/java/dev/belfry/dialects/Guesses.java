package dev.belfry.dialects;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Counts unknown keys by the address they come from (of IPv6 its network of 64 bits), so that
 * trying them out is slowed. Known keys are never turned away: others may share the address.
 */
final class Guesses {

  /** More in a minute are none that somebody mistyped. */
  static final int MOST_A_MINUTE = 6_000;

  private static final int MOST_ADDRESSES = 10_000;
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, Count> counts = new ConcurrentHashMap<>();
  private final LongSupplier ticks;

  /**
   * @param ticks nanoseconds
   */
  Guesses(LongSupplier ticks) {
    this.ticks = ticks;
  }

  private record Count(long since, int guesses) {}

  /** Notes an unknown key; whether there were too many. */
  boolean isOneTooMany(String peer) {
    var now = ticks.getAsLong();
    if (counts.size() >= MOST_ADDRESSES) {
      counts.values().removeIf(count -> now - count.since >= MINUTE);
      if (counts.size() >= MOST_ADDRESSES) {
        counts.clear();
      }
    }
    var count =
        counts.merge(
            network(peer),
            new Count(now, 1),
            (old, fresh) ->
                now - old.since >= MINUTE ? fresh : new Count(old.since, old.guesses + 1));
    return count.guesses > MOST_A_MINUTE;
  }

  private static String network(String peer) {
    if (peer.indexOf(':') < 0) {
      return peer;
    }
    try {
      var bytes = InetAddress.ofLiteral(peer).getAddress();
      return HexFormat.of().formatHex(Arrays.copyOf(bytes, bytes.length / 2));
    } catch (IllegalArgumentException _) {
      return peer;
    }
  }
}
