package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.egress.Answer.Answered;
import dev.belfry.engine.egress.Answer.Failed;
import dev.belfry.engine.egress.Answer.Failure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** T48: through an egress proxy, policy is applied before it is asked, by the judged address. */
class ProxyTest {

  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private final Queue<String> heads = new ConcurrentLinkedQueue<>();
  private final ServerSocket proxy;
  private volatile String reply = "HTTP/1.1 200 Connection established\r\n\r\n";

  ProxyTest() throws IOException {
    proxy = new ServerSocket(0, 10, HERE);
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    proxy.close();
  }

  @Test
  void T48_when_a_target_is_allowed_then_the_proxy_is_asked_for_its_judged_address() {
    try (var sender = sender("8.8.8.8")) {
      assertThat(sender.send(request())).isInstanceOf(Answered.class);
      assertThat(sender.send(request())).isInstanceOf(Answered.class);
    }
    assertThat(heads).hasSize(3);
    assertThat(heads.poll())
        .isEqualTo("CONNECT 8.8.8.8:8080 HTTP/1.1\r\nHost: 8.8.8.8:8080\r\n\r\n");
    assertThat(heads.poll()).startsWith("POST /in HTTP/1.1\r\nHost: hooks.example.com:8080\r\n");
  }

  @Test
  void T48_when_a_target_is_forbidden_then_the_proxy_is_not_asked() {
    try (var sender = sender("10.0.0.1")) {
      assertThat(sender.send(request()))
          .isEqualTo(new Failed(Failure.BLOCKED, "requests may not go to this address"));
    }
    assertThat(heads).isEmpty();
  }

  @Test
  void T48_when_the_proxy_refuses_then_connecting_fails() {
    reply = "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n";
    try (var sender = sender("8.8.8.8")) {
      assertThat(sender.send(request()))
          .isEqualTo(new Failed(Failure.CONNECT, "the egress proxy answered with status 403"));
    }
  }

  private HttpSender sender(String address) {
    return HttpSender.open(
        EgressPolicy.of(List.of(), true, List.of()),
        SenderSettings.usual()
            .withLookup(_ -> List.of(InetAddress.ofLiteral(address)))
            .withProxy(new InetSocketAddress(HERE, proxy.getLocalPort())));
  }

  private static OutgoingRequest request() {
    return Requests.post(URI.create("http://hooks.example.com:8080/in"), "x");
  }

  private void serve() {
    while (!proxy.isClosed()) {
      try (Socket socket = proxy.accept()) {
        for (var head = head(socket); head.endsWith("\r\n\r\n"); head = head(socket)) {
          heads.add(head);
          var connect = head.startsWith("CONNECT");
          if (!connect) {
            socket.getInputStream().readNBytes(1);
          }
          var said = connect ? reply : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
          socket.getOutputStream().write(said.getBytes(US_ASCII));
        }
      } catch (IOException _) {
        // closed
      }
    }
  }

  private static String head(Socket socket) throws IOException {
    var head = new ByteArrayOutputStream();
    var in = socket.getInputStream();
    while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
      var next = in.read();
      if (next < 0) {
        break;
      }
      head.write(next);
    }
    return head.toString(US_ASCII);
  }
}
