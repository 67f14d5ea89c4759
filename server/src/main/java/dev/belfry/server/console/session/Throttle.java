package dev.belfry.server.console.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** How often a wrong key may be tried: ten times a minute from one address. */
public final class Throttle {

  static final int MOST = 10;
  static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MOST_ADDRESSES = 10_000;

  private final Map<String, Tries> byAddress =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Tries> eldest) {
          return size() > MOST_ADDRESSES;
        }
      };

  private record Tries(Instant since, int count) {}

  /** Made empty. */
  public Throttle() {}

  /** Whether this address may try again. */
  public synchronized boolean allows(String address, Instant now) {
    return current(address, now).count() < MOST;
  }

  /** A wrong key came from there. */
  public synchronized void failed(String address, Instant now) {
    var before = current(address, now);
    byAddress.put(network(address), new Tries(before.since(), before.count() + 1));
  }

  private Tries current(String address, Instant now) {
    var tries = byAddress.get(network(address));
    return tries == null || !now.isBefore(tries.since().plus(WINDOW)) ? new Tries(now, 0) : tries;
  }

  /** Of IPv6 the first half: the other belongs to whoever has the first. */
  private static String network(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    var groups = address.split(":", -1);
    return String.join(":", Arrays.copyOf(groups, Math.min(4, groups.length)));
  }
}
