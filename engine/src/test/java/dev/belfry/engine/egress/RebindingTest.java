package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.egress.Answer.Answered;
import dev.belfry.engine.egress.Answer.Failed;
import dev.belfry.engine.egress.Answer.Failure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** T45: what was judged is what is connected, however often a name changes its addresses. */
class RebindingTest {

  private static final InetAddress ALLOWED = InetAddress.ofLiteral("127.0.1.1");
  private static final InetAddress ALLOWED_TOO = InetAddress.ofLiteral("127.0.1.2");
  private static final InetAddress FORBIDDEN = InetAddress.ofLiteral("127.0.2.1");
  private static final EgressPolicy POLICY =
      EgressPolicy.of(List.of("127.0.1.0/24"), true, List.of());

  private final Queue<InetAddress> connectedTo = new ConcurrentLinkedQueue<>();
  private final ServerSocket server;

  RebindingTest() throws IOException {
    server = new ServerSocket(0, 1000);
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  @Test
  void T45_when_a_name_flips_between_addresses_then_only_the_judged_one_is_connected() {
    var flips = Boolean.getBoolean("belfry.long") ? 10_000 : 500;
    var asked = new AtomicInteger();
    // Were a name resolved a second time for connecting, it would get the other address.
    Lookup flipping = _ -> List.of(asked.getAndIncrement() % 2 == 0 ? ALLOWED : FORBIDDEN);
    var answered = 0;
    var blocked = 0;

    try (var sender = HttpSender.open(POLICY, SenderSettings.usual().withLookup(flipping))) {
      for (var i = 0; i < flips; i++) {
        switch (sender.send(request("flip%d.example.com".formatted(i)))) {
          case Answered _ -> answered++;
          case Failed(Failure failure, var _) when failure == Failure.BLOCKED -> blocked++;
          case Failed failed -> throw new AssertionError(failed);
        }
      }
    }

    assertThat(asked).hasValue(flips);
    assertThat(answered).isEqualTo(flips / 2);
    assertThat(blocked).isEqualTo(flips / 2);
    assertThat(connectedTo).hasSize(flips / 2).containsOnly(ALLOWED);
  }

  @Test
  void T45_when_one_of_many_addresses_is_forbidden_then_none_is_connected() {
    for (var addresses :
        List.of(List.of(ALLOWED, FORBIDDEN), List.of(FORBIDDEN, ALLOWED), List.of(FORBIDDEN))) {
      try (var sender =
          HttpSender.open(POLICY, SenderSettings.usual().withLookup(_ -> addresses))) {
        assertThat(sender.send(request("hooks.example.com")))
            .isEqualTo(new Failed(Failure.BLOCKED, "requests may not go to this address"));
      }
    }
    assertThat(connectedTo).isEmpty();
  }

  @Test
  void when_the_first_address_does_not_answer_then_the_next_is_tried() throws Exception {
    try (var onOne = new ServerSocket(0, 10, ALLOWED_TOO)) {
      Thread.ofVirtual().start(() -> answerOnce(onOne));
      var lookup = SenderSettings.usual().withLookup(_ -> List.of(ALLOWED, ALLOWED_TOO));
      try (var sender = HttpSender.open(POLICY, lookup)) {
        assertThat(sender.send(request("hooks.example.com", onOne.getLocalPort())))
            .isInstanceOf(Answered.class);
      }
    }
    assertThat(connectedTo).containsExactly(ALLOWED_TOO);
  }

  @Test
  void when_policy_refuses_a_name_by_itself_then_it_is_blocked_even_if_it_does_not_resolve() {
    Lookup nothing =
        name -> {
          throw new UnknownHostException(name);
        };
    for (var policy : Stream.of(POLICY, EgressPolicy.of(List.of(), true, List.of())).toList()) {
      try (var sender = HttpSender.open(policy, SenderSettings.usual().withLookup(nothing))) {
        assertThat(sender.send(request("db.internal")))
            .isEqualTo(new Failed(Failure.BLOCKED, "requests may not go to this address"));
        assertThat(sender.send(request("hooks.example.com")))
            .isInstanceOfSatisfying(
                Failed.class, failed -> assertThat(failed.failure()).isEqualTo(Failure.DNS));
      }
    }
  }

  private OutgoingRequest request(String host) {
    return request(host, server.getLocalPort());
  }

  private static OutgoingRequest request(String host, int port) {
    return Requests.post(
        URI.create("http://%s:%d/".formatted(host, port)), "x", Duration.ofSeconds(30));
  }

  private void serve() {
    while (!server.isClosed()) {
      answerOnce(server);
    }
  }

  private void answerOnce(ServerSocket from) {
    try (Socket socket = from.accept()) {
      connectedTo.add(socket.getLocalAddress());
      socket.getInputStream().read(new byte[4096]);
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
    } catch (IOException _) {
      // closed
    }
  }
}
