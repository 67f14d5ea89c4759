package dev.belfry.engine.egress;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an {@link HttpSender} keeps connections and finds its way.
 *
 * @param mostIdle idle connections kept in all; over that the least used are closed first
 * @param idleLimit how long an idle one is kept at most
 * @param proxy an HTTP proxy that everything goes through by {@code CONNECT}, or null
 * @param lookup what resolves names
 */
public record SenderSettings(
    int mostIdle, Duration idleLimit, @Nullable InetSocketAddress proxy, Lookup lookup) {

  private static final int MOST_IDLE = 2000;
  private static final Duration IDLE_LIMIT = Duration.ofSeconds(30);

  /**
   * 2,000 idle connections, and no more than a third of the file descriptors, for 30 s; no proxy;
   * the system's resolver.
   */
  public static SenderSettings usual() {
    var mostIdle = MOST_IDLE;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
      mostIdle = (int) Math.min(MOST_IDLE, unix.getMaxFileDescriptorCount() / 3);
    }
    return new SenderSettings(mostIdle, IDLE_LIMIT, null, Lookup.system());
  }

  /**
   * The same, but through a proxy.
   *
   * @param proxy its host is resolved at each connection, and not judged: it is the operator's own
   */
  public SenderSettings withProxy(InetSocketAddress proxy) {
    return new SenderSettings(mostIdle, idleLimit, proxy, lookup);
  }

  public SenderSettings withLookup(Lookup lookup) {
    return new SenderSettings(mostIdle, idleLimit, proxy, lookup);
  }
}
