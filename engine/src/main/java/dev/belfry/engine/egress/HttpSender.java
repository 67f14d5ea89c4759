package dev.belfry.engine.egress;

import dev.belfry.engine.egress.Answer.Failure;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLException;

/**
 * Sends requests over HTTP/1.1, each to an address that policy allows, over kept-alive connections
 * that no two pools share. Follows no redirect, keeps no cookie, inflates nothing, repeats nothing,
 * and heeds no system property or environment variable about proxies.
 */
public final class HttpSender implements Sender {

  private static final int MOST_DESTINATIONS = 20_000;
  private static final long ROUNDS_BETWEEN_EVICTIONS = 40;

  private final EgressPolicy policy;
  private final Dialer dialer;
  private final IdleConnections idle;
  private final Deadlines deadlines;
  private final Duration idleLimit;
  private final Map<URI, Destination> destinations = new ConcurrentHashMap<>();
  private long rounds;
  private volatile boolean closed;

  private HttpSender(EgressPolicy policy, SenderSettings settings) {
    this.policy = policy;
    dialer = new Dialer(policy, new Names(settings.lookup(), System::nanoTime), settings.proxy());
    idle = new IdleConnections(settings.mostIdle());
    idleLimit = settings.idleLimit();
    deadlines = new Deadlines(this::sometimesEvict);
  }

  public static HttpSender open(EgressPolicy policy, SenderSettings settings) {
    var sender = new HttpSender(policy, settings);
    sender.deadlines.start();
    return sender;
  }

  /**
   * @throws IllegalStateException if it was closed
   */
  @Override
  public Answer send(OutgoingRequest request) {
    if (closed) {
      throw new IllegalStateException("the sender is closed");
    }
    var deadline = deadlines.begin(request.timeout());
    try {
      var destination = destination(request.url());
      var bytes = RequestBytes.of(request, destination);
      return exchange(request, destination, bytes, deadline);
    } catch (BadUrl bad) {
      return new Answer.Failed(Failure.BLOCKED, "the URL " + bad.reason());
    } catch (AttemptFailed failed) {
      return failed.answer();
    } finally {
      deadline.finish();
      deadlines.end(deadline);
    }
  }

  /** Connections that wait for their next request. */
  public int idleConnections() {
    return idle.size();
  }

  /** Requests that are being sent or waited for. */
  public int inFlight() {
    return deadlines.inFlight();
  }

  private Answer exchange(OutgoingRequest request, Destination to, byte[] bytes, Deadline deadline)
      throws AttemptFailed {
    var route = new Route(request.pool(), request.tls(), to.secure(), to.host().text(), to.port());
    var connection = connection(route, to, deadline);
    try {
      var head = answered(connection, bytes, request.method().equals("HEAD"), deadline);
      var body = BodyReader.read(connection, head.length(), request.mostKept());
      var reusable = head.reusable() && body.whole() && !connection.hasUnread();
      if (deadline.finish() && reusable && keep(route, connection, head)) {
        connection = null;
      }
      return new Answer.Answered(head.status(), head.headers(), body.kept(), !body.whole());
    } finally {
      if (connection != null) {
        Deadline.closeQuietly(connection);
      }
    }
  }

  private Connection connection(Route route, Destination to, Deadline deadline)
      throws AttemptFailed {
    var kept = idle.take(route);
    if (kept != null) {
      deadline.hold(kept);
      return kept;
    }
    try {
      return dialer.connect(route, to.host(), deadline);
    } catch (AttemptFailed e) {
      throw e;
    } catch (IOException e) {
      throw new AttemptFailed(Failure.CONNECT, Reasons.ofConnecting(e, deadline));
    }
  }

  private static ResponseHead answered(
      Connection connection, byte[] bytes, boolean toHead, Deadline deadline) throws AttemptFailed {
    try {
      writeAll(connection, bytes);
      return HeadReader.read(connection, toHead);
    } catch (IOException e) {
      if (deadline.hasPassed() || deadline.isUp()) {
        throw new AttemptFailed(Failure.TIMEOUT, Reasons.TIME_OVER);
      }
      throw switch (e) {
        case BadResponse bad -> new AttemptFailed(Failure.BAD_RESPONSE, bad.reason());
        case SSLException tls -> new AttemptFailed(Failure.TLS, Reasons.ofTls(tls));
        default -> new AttemptFailed(Failure.RESET, "the connection was closed without an answer");
      };
    }
  }

  /** A receiver may answer and close before it has read all: then its answer counts. */
  private static void writeAll(Connection connection, byte[] bytes) throws SSLException {
    try {
      connection.write(bytes);
    } catch (SSLException e) {
      throw e;
    } catch (IOException _) {
      // what there is to read tells what happened
    }
  }

  private boolean keep(Route route, Connection connection, ResponseHead head) {
    var until = Math.min(idleLimit.toNanos(), wanted(head.keptFor()));
    if (until <= 0) {
      return false;
    }
    connection.idleUntil(System.nanoTime() + until);
    idle.put(route, connection);
    return true;
  }

  /** A second less than the receiver keeps it, so as not to meet its closing half-way. */
  private static long wanted(long seconds) {
    return seconds > 86_400 ? Long.MAX_VALUE : Duration.ofSeconds(seconds - 1).toNanos();
  }

  private Destination destination(URI url) {
    var known = destinations.get(url);
    if (known != null) {
      return known;
    }
    var read = policy.read(url.toString());
    if (destinations.size() >= MOST_DESTINATIONS) {
      destinations.clear();
    }
    destinations.put(url, read);
    return read;
  }

  private void sometimesEvict() {
    if (++rounds % ROUNDS_BETWEEN_EVICTIONS == 0) {
      idle.evict();
    }
  }

  /** Cuts what is in flight and closes all connections. */
  @Override
  public void close() {
    closed = true;
    deadlines.close();
    idle.close();
    dialer.close();
  }
}
