package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.belfry.engine.egress.Answer.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection: resolves the name once, has every address judged, and connects to one of just
 * these addresses.
 */
final class Dialer implements AutoCloseable {

  private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(10);
  private static final Duration NOT_THE_LAST = Duration.ofSeconds(4);
  private static final String BLOCKED = "requests may not go to this address";

  private final EgressPolicy policy;
  private final Names names;
  private final TlsContexts contexts = new TlsContexts();
  private final @Nullable InetSocketAddress proxy;

  Dialer(EgressPolicy policy, Names names, @Nullable InetSocketAddress proxy) {
    this.policy = policy;
    this.names = names;
    this.proxy = proxy;
  }

  /**
   * @throws AttemptFailed if the name does not resolve, policy forbids it, nobody answers there, or
   *     TLS fails
   */
  Connection connect(Route route, Host host, Deadline deadline) throws IOException {
    var addresses = judged(route, host, deadline);
    for (var i = 0; ; i++) {
      var last = i == addresses.size() - 1;
      try {
        var connection = reach(addresses.get(i), route, deadline, last);
        return route.secure() ? secured(connection, route, deadline) : connection;
      } catch (AttemptFailed e) {
        throw e;
      } catch (IOException e) {
        if (last || deadline.isUp() || deadline.hasPassed()) {
          throw new AttemptFailed(
              deadline.isUp() ? Failure.TIMEOUT : Failure.CONNECT,
              Reasons.ofConnecting(e, deadline));
        }
      }
    }
  }

  private List<InetAddress> judged(Route route, Host host, Deadline deadline) throws IOException {
    return switch (host) {
      case Host.Literal literal -> {
        if (!policy.allows(literal.address(), route.port())) {
          throw new AttemptFailed(Failure.BLOCKED, BLOCKED);
        }
        yield List.of(literal.address());
      }
      case Host.Name name -> resolved(route, name, deadline);
    };
  }

  private List<InetAddress> resolved(Route route, Host.Name name, Deadline deadline)
      throws IOException {
    if (policy.refuses(name)) {
      throw new AttemptFailed(Failure.BLOCKED, BLOCKED);
    }
    try {
      var addresses = names.resolve(route.pool(), name.text(), deadline.left());
      if (!policy.allows(name, addresses, route.port())) {
        throw new AttemptFailed(Failure.BLOCKED, BLOCKED);
      }
      return addresses;
    } catch (UnknownHostException e) {
      throw name.inner()
          ? new AttemptFailed(Failure.BLOCKED, BLOCKED)
          : new AttemptFailed(
              deadline.isUp() ? Failure.TIMEOUT : Failure.DNS, String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new AttemptFailed(Failure.DNS, "interrupted while the name was resolved");
    }
  }

  private Connection reach(InetAddress address, Route route, Deadline deadline, boolean last)
      throws IOException {
    if (proxy == null) {
      return open(new InetSocketAddress(address, route.port()), deadline, last);
    }
    var through = proxy.isUnresolved() ? viaName(route, proxy, deadline) : proxy;
    var connection = open(through, deadline, true);
    try {
      tunnel(connection, address, route.port());
      return connection;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private InetSocketAddress viaName(Route route, InetSocketAddress named, Deadline deadline)
      throws IOException {
    try {
      var addresses = names.resolve(route.pool(), named.getHostString(), deadline.left());
      return new InetSocketAddress(addresses.getFirst(), named.getPort());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new AttemptFailed(Failure.CONNECT, "interrupted while the proxy was looked for");
    }
  }

  private static void tunnel(Connection connection, InetAddress address, int port)
      throws IOException {
    var literal = address.getHostAddress();
    var to = (literal.contains(":") ? "[" + literal + "]" : literal) + ":" + port;
    connection.write(
        "CONNECT %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(to, to).getBytes(US_ASCII));
    var head = HeadReader.read(connection, true);
    if (head.status() / 100 != 2 || connection.hasUnread()) {
      throw new AttemptFailed(
          Failure.CONNECT, "the egress proxy answered with status " + head.status());
    }
  }

  private static Connection open(InetSocketAddress to, Deadline deadline, boolean last)
      throws IOException {
    var channel = SocketChannel.open();
    var connection = new Connection(channel);
    deadline.hold(connection);
    try {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      var left = deadline.left();
      var limit = last || left.compareTo(NOT_THE_LAST) < 0 ? left : NOT_THE_LAST;
      channel.socket().connect(to, (int) Math.max(limit.toMillis(), 1));
      return connection;
    } catch (IOException e) {
      connection.close();
      throw e;
    }
  }

  private Connection secured(Connection connection, Route route, Deadline deadline)
      throws IOException {
    deadline.stepLimit(HANDSHAKE_LIMIT);
    try {
      SSLSocket socket = contexts.over(connection.channel().socket(), route);
      socket.startHandshake();
      TlsContexts.checkDates(socket, route.tls());
      connection.secure(socket);
      deadline.stepDone();
      return connection;
    } catch (GeneralSecurityException _) {
      connection.close();
      throw new AttemptFailed(Failure.TLS, "the webhook's certificates cannot be read");
    } catch (IOException e) {
      connection.close();
      if (deadline.isUp()) {
        throw new AttemptFailed(Failure.TIMEOUT, Reasons.TIME_OVER);
      }
      throw new AttemptFailed(
          Failure.TLS,
          deadline.hasPassed()
              ? "there was no handshake within 10 s"
              : e instanceof SSLException ssl
                  ? Reasons.ofTls(ssl)
                  : "the connection was closed during the handshake");
    }
  }

  @Override
  public void close() {
    names.close();
  }
}
