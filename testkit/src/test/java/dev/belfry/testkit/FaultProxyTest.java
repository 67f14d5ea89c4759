package dev.belfry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");

  private final FakeReceiver receiver = FakeReceiver.start();
  private final FaultProxy proxy = FaultProxy.to(new InetSocketAddress(HERE, receiver.port()));

  @AfterEach
  void close() {
    proxy.close();
    receiver.close();
  }

  @Test
  void when_nothing_is_set_then_everything_passes() throws Exception {
    receiver.script().always(Reply.echo());
    var body = "x".repeat(300_000);

    try (var socket = request(body)) {
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n" + body);
    }
    assertThat(proxy.connections()).isEqualTo(1);
  }

  @Test
  void when_sliced_then_everything_passes_all_the_same() throws Exception {
    proxy.slice(7);

    try (var socket = request("y".repeat(1000))) {
      socket.getInputStream().readAllBytes();
    }
    assertThat(receiver.await(1, SOON).getFirst().text()).isEqualTo("y".repeat(1000));
  }

  @Test
  void when_delayed_then_both_ways_take_that_long() throws Exception {
    proxy.delay(Duration.ofMillis(40));

    var start = System.nanoTime();
    try (var socket = request("z")) {
      socket.getInputStream().readAllBytes();
    }
    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(75).toNanos());
  }

  @Test
  void when_stalled_then_nothing_passes_until_it_resumes() throws Exception {
    proxy.stall();

    try (var socket = request("late")) {
      socket.setSoTimeout(50);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(java.net.SocketTimeoutException.class);
      assertThat(receiver.count()).isZero();

      proxy.resume();

      assertThat(receiver.await(1, SOON).getFirst().text()).isEqualTo("late");
    }
  }

  @Test
  void when_told_to_reset_after_some_bytes_then_no_more_of_the_answer_comes() throws Exception {
    proxy.resetAfter(20);

    try (var socket = request("a")) {
      assertThatThrownBy(() -> socket.getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    receiver.await(1, SOON);
  }

  @Test
  void when_all_are_reset_then_open_connections_break_and_new_ones_work() throws Exception {
    receiver.script().next(Reply.never());

    try (var socket = request("a")) {
      receiver.await(1, SOON);
      proxy.resetAll();
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    try (var socket = request("b")) {
      assertThat(socket.getInputStream().readAllBytes()).asString().startsWith("HTTP/1.1 200");
    }
  }

  private Socket request(String body) throws IOException {
    var socket = new Socket(HERE, proxy.port());
    socket.setSoTimeout((int) SOON.toMillis());
    var text =
        "POST / HTTP/1.1\r\nconnection: close\r\ncontent-length: "
            + body.length()
            + "\r\n\r\n"
            + body;
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }
}
