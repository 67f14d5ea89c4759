package dev.belfry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FakeReceiverTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final FakeReceiver receiver = FakeReceiver.start();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void close() {
    client.shutdownNow();
    receiver.close();
  }

  @Test
  void when_a_request_comes_then_it_is_recorded_as_sent() throws Exception {
    var bytes = new byte[] {0, '\r', '\n', (byte) 0xff};

    post("/in?a=1&b=%20", bytes);

    var request = receiver.await(1, SOON).getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/in?a=1&b=%20");
    assertThat(request.path()).isEqualTo("/in");
    assertThat(request.header("X-Test")).contains("yes");
    assertThat(request.body()).isEqualTo(bytes);
    assertThat(request.connection()).isEqualTo(1);
  }

  @Test
  void when_a_body_is_chunked_then_it_is_put_together() throws Exception {
    try (var socket = connect()) {
      send(
          socket,
          """
          POST /c HTTP/1.1\r
          transfer-encoding: chunked\r
          \r
          4;x=y\r
          one \r
          3\r
          two\r
          0\r
          trailer: t\r
          \r
          """);

      assertThat(receiver.await(1, SOON).getFirst().text()).isEqualTo("one two");
    }
  }

  @Test
  void when_the_client_keeps_its_connection_then_requests_share_it() throws Exception {
    for (var i = 0; i < 5; i++) {
      post("/", new byte[100_000]);
    }

    assertThat(receiver.connections()).isEqualTo(1);
    assertThat(receiver.requests()).hasSize(5).allMatch(r -> r.body().length == 100_000);
  }

  @Test
  void when_replies_are_queued_then_they_come_in_order_and_then_the_usual() throws Exception {
    receiver.script().next(Reply.status(500), Reply.status(429).with("Retry-After", "7"));
    receiver.script("/own").always(Reply.status(418));

    var first = post("/", new byte[0]);
    var second = post("/", new byte[0]);
    var third = post("/", new byte[0]);
    var own = post("/own?x", new byte[0]);

    assertThat(first.statusCode()).isEqualTo(500);
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.headers().firstValue("retry-after")).contains("7");
    assertThat(third.statusCode()).isEqualTo(200);
    assertThat(own.statusCode()).isEqualTo(418);
  }

  @Test
  void when_told_to_echo_then_the_body_comes_back() throws Exception {
    receiver.script().always(Reply.echo());

    assertThat(post("/", "ping".getBytes(StandardCharsets.UTF_8)).body()).isEqualTo("ping");
  }

  @Test
  void when_told_to_choose_then_the_request_decides() throws Exception {
    receiver.script().always(Reply.chosen(r -> Reply.ok().body(r.target())));

    assertThat(post("/abc?d", new byte[0]).body()).isEqualTo("/abc?d");
  }

  @Test
  void when_a_body_drips_then_it_takes_its_time_and_comes_whole() throws Exception {
    receiver.script().always(Reply.ok().body("abcde").drippingBody(1, Duration.ofMillis(20)));

    var start = System.nanoTime();
    var answer = post("/", new byte[0]);

    assertThat(answer.body()).isEqualTo("abcde");
    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(75).toNanos());
  }

  @Test
  void when_a_head_drips_then_it_comes_whole() throws Exception {
    receiver.script().always(Reply.status(202).drippingHead(10, Duration.ofMillis(5)));

    assertThat(post("/", new byte[0]).statusCode()).isEqualTo(202);
  }

  @Test
  void when_told_to_wait_then_it_answers_no_earlier() throws Exception {
    receiver.script().always(Reply.after(Duration.ofMillis(60), Reply.ok()));

    var start = System.nanoTime();
    post("/", new byte[0]);

    assertThat(System.nanoTime() - start).isGreaterThan(Duration.ofMillis(55).toNanos());
  }

  @Test
  void when_requests_are_held_then_the_most_at_once_is_seen() throws Exception {
    var gate = new CountDownLatch(1);
    receiver.script().always(Reply.when(gate, Reply.ok()));

    var answers =
        IntStream.range(0, 12)
            .mapToObj(_ -> client.sendAsync(request("/", new byte[0]), BodyHandlers.discarding()))
            .toList();
    receiver.await(12, SOON);
    gate.countDown();

    assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
    assertThat(receiver.mostConcurrent()).isEqualTo(12);
  }

  @Test
  void when_told_to_reset_then_the_client_sees_a_reset() throws Exception {
    receiver.script().always(Reply.reset());

    try (var socket = connect()) {
      send(socket, "GET / HTTP/1.1\r\n\r\n");
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void when_told_to_close_then_the_client_sees_the_end() throws Exception {
    receiver.script().always(Reply.close());

    try (var socket = connect()) {
      send(socket, "GET / HTTP/1.1\r\n\r\n");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void when_it_never_answers_then_closing_it_ends_the_wait() throws Exception {
    receiver.script().always(Reply.never());

    try (var socket = connect()) {
      send(socket, "GET / HTTP/1.1\r\n\r\n");
      receiver.await(1, SOON);
      assertThat(socket.getInputStream().available()).isZero();
      receiver.close();
      assertThat(ended(socket)).isTrue();
    }
  }

  @Test
  void when_a_body_is_endless_then_it_goes_on_until_the_client_hangs_up() throws Exception {
    receiver.script().always(Reply.endlessBody());

    try (var socket = connect()) {
      send(socket, "GET / HTTP/1.1\r\n\r\n");
      assertThat(socket.getInputStream().readNBytes(5_000_000)).hasSize(5_000_000);
    }
  }

  @Test
  void when_a_head_is_endless_then_it_goes_on_until_the_client_hangs_up() throws Exception {
    receiver.script().always(Reply.endlessHead());

    try (var socket = connect()) {
      send(socket, "GET / HTTP/1.1\r\n\r\n");
      var head = new String(socket.getInputStream().readNBytes(1_000_000), StandardCharsets.UTF_8);
      assertThat(head).startsWith("HTTP/1.1 200 OK\r\nx-filler: f").doesNotContain("\r\n\r\n");
    }
  }

  @Test
  void when_told_raw_bytes_then_they_go_out_untouched() throws Exception {
    receiver.script().always(Reply.raw("HTTP/9 nonsense\n", Reply.Then.CLOSE));

    try (var socket = connect()) {
      send(socket, "GET / HTTP/1.1\r\n\r\n");
      assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("HTTP/9 nonsense\n");
    }
  }

  @Test
  void when_it_closes_then_its_port_is_free_for_the_next() throws Exception {
    var port = receiver.port();
    post("/", new byte[0]);

    receiver.close();

    try (var again = FakeReceiver.start(port)) {
      assertThat(again.port()).isEqualTo(port);
    }
  }

  @Test
  void when_fewer_requests_come_than_awaited_then_the_wait_fails() {
    assertThatThrownBy(() -> receiver.await(1, Duration.ofMillis(10)))
        .isInstanceOf(AssertionError.class)
        .hasMessage("0 of 1 requests came within 10 ms");
  }

  @Test
  void when_a_clock_is_given_then_arrivals_are_told_by_it() throws Exception {
    var clock = SettableClock.atNoon();
    var here = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    try (var timed = FakeReceiver.start(here, null, clock)) {
      client.send(HttpRequest.newBuilder(timed.url("/")).build(), BodyHandlers.discarding());

      assertThat(timed.requests().getFirst().at()).isEqualTo(clock.instant());
    }
  }

  private HttpResponse<String> post(String target, byte[] body) throws Exception {
    return client.send(request(target, body), BodyHandlers.ofString());
  }

  private HttpRequest request(String target, byte[] body) {
    return HttpRequest.newBuilder(receiver.url(target))
        .header("x-test", "yes")
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private Socket connect() throws IOException {
    var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), receiver.port());
    socket.setSoTimeout((int) SOON.toMillis());
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean ended(Socket socket) {
    try {
      return socket.getInputStream().read() < 0;
    } catch (IOException e) {
      return Arrays.asList("Connection reset", "Socket closed").contains(e.getMessage());
    }
  }
}
