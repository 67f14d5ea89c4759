package dev.belfry.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {

  private static final int MOST = 100_000;
  private static final String POST = "POST /v1/events HTTP/1.1\r\nHost: a\r\n";

  private final List<Request> handled = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> toClose = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (var one : toClose.reversed()) {
      one.close();
    }
  }

  @Test
  void when_a_request_comes_then_the_handler_gets_it_whole() throws IOException {
    var client = connect(serve(this::echo));

    client.send(
        "POST /a%20b/%C3%A4?x=%20y HTTP/1.1\r\nHost: hooks.example:81\r\nX-One: 1\r\nx-one:  2 \r\n"
            + "Content-Length: 5\r\n\r\nhello");

    assertThat(client.answer()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello");
    var request = handled.getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/a%20b/%C3%A4");
    assertThat(request.rawQuery()).isEqualTo("x=%20y");
    assertThat(request.headers().get("x-one")).containsExactly("1", "2");
    assertThat(request.baseUrl()).isEqualTo("http://hooks.example:81");
    assertThat(request.peer()).isEqualTo("127.0.0.1");
  }

  @Test
  void when_requests_follow_each_other_then_one_connection_carries_them() throws IOException {
    var client = connect(serve(this::echo));

    client.send(POST + "Content-Length: 2\r\n\r\nab" + POST + "Content-Length: 0\r\n\r\n");
    client.send(POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nxyz\r\n1\r\n!\r\n0\r\n\r\n");

    assertThat(client.answer()).endsWith("\r\n\r\nab");
    assertThat(client.answer()).endsWith("Content-Length: 0\r\n\r\n");
    assertThat(client.answer()).endsWith("\r\n\r\nxyz!");
  }

  @Test
  void when_an_answer_goes_on_then_each_piece_is_sent_at_once_and_stopping_ends_it()
      throws IOException {
    var goOn = new CountDownLatch(1);
    var server =
        serve(_ ->
            Response.feeding(
                "text/event-stream",
                listener -> {
                  listener.send("data: 1\n\n".getBytes(UTF_8));
                  goOn.await();
                  while (listener.isWanted()) {
                    listener.send(": still here\n\n".getBytes(UTF_8));
                    Thread.onSpinWait();
                  }
                  listener.send("data: end\n\n".getBytes(UTF_8));
                }));
    var client = connect(server);

    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(client.until("data: 1\n\n"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("Content-Type: text/event-stream\r\n")
        .contains("Connection: close\r\n")
        .doesNotContain("Content-Length");
    goOn.countDown();
    client.until(": still here");
    Thread.startVirtualThread(() -> server.stop(Duration.ofSeconds(5)));

    assertThat(client.untilEnd()).endsWith("data: end\n\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.0\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
      })
  void when_the_caller_wants_to_end_then_the_server_ends(String request) throws IOException {
    var client = connect(serve(this::echo));

    client.send(request);

    assertThat(client.untilEnd()).startsWith("HTTP/1.1 200 OK").contains("Connection: close");
  }

  @Test
  void when_only_the_head_is_asked_for_then_the_body_is_left_out() throws IOException {
    var client = connect(serve(_ -> Response.of(200, "text/plain", "hello")));

    client.send("HEAD / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(client.untilEnd()).contains("Content-Length: 5\r\n").endsWith("\r\n\r\n");
  }

  @Test
  void when_the_caller_waits_to_be_asked_then_it_is_asked_for_the_body() throws IOException {
    var client = connect(serve(this::echo));

    client.send(POST + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
    var asked = client.answer();
    client.send("ab");

    assertThat(asked).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
    assertThat(client.answer()).endsWith("\r\n\r\nab");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 100001\r\n\r\n",
        "Content-Length: 999999999999\r\nExpect: 100-continue\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n186a1\r\n",
        "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n",
      })
  void when_a_body_is_announced_too_large_then_it_is_refused_before_it_is_read(String rest)
      throws IOException {
    var client = connect(serve(this::echo));

    client.send(POST + rest);

    assertThat(client.answer()).startsWith("HTTP/1.1 413 ").contains("application/problem+json");
    assertThat(handled).isEmpty();
  }

  @Test
  void when_chunks_add_up_to_too_much_then_they_are_refused() throws IOException {
    var client = connect(serve(this::echo));
    var chunk = "c350\r\n" + "x".repeat(50_000) + "\r\n";

    client.send(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk + chunk + "1\r\n");

    assertThat(client.answer()).startsWith("HTTP/1.1 413 ");
  }

  @Test
  void when_a_body_comes_in_tiny_chunks_then_it_is_put_together() throws IOException {
    var client = connect(serve(this::echo));

    client.send(
        POST + "Transfer-Encoding: chunked\r\n\r\n" + "1\r\nx\r\n".repeat(70_000) + "0\r\n\r\n");

    assertThat(client.answer()).endsWith("\r\n\r\n" + "x".repeat(70_000));
  }

  @Test
  void when_a_body_ends_early_then_no_handler_sees_it() throws IOException {
    var client = connect(serve(this::echo));

    client.send(POST + "Content-Length: 10\r\n\r\nhello");
    client.endOutput();

    assertThat(client.untilEnd()).isEmpty();
    assertThat(handled).isEmpty();
  }

  @Test
  void when_head_or_target_are_too_long_then_that_is_said() throws IOException {
    var server = serve(this::echo);
    var longTarget = connect(server);
    var longHeaders = connect(server);
    var longestTarget = connect(server);

    longTarget.send("GET /?" + "x".repeat(300_000));
    longHeaders.send("GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(40_000));
    longestTarget.send("GET /?" + "x".repeat(260_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(longTarget.answer()).startsWith("HTTP/1.1 414 ");
    assertThat(longHeaders.answer()).startsWith("HTTP/1.1 431 ");
    assertThat(longestTarget.answer()).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTT",
        "GET / HTTP/1.1\r\nHost: a\r\nX-A: ",
        POST + "Content-Length: 10\r\n\r\nx",
        POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
      })
  void when_a_request_drips_then_it_is_cut_with_408(String start) throws IOException {
    var client = connect(serve(limits(Duration.ofMillis(300)), this::echo));

    client.send(start);

    assertThat(client.answer()).startsWith("HTTP/1.1 408 ");
    assertThat(client.untilEnd()).isEmpty();
  }

  @Test
  void when_nothing_is_asked_then_the_connection_ends_without_a_word() throws IOException {
    var client = connect(serve(limits(Duration.ofMillis(300)), this::echo));

    assertThat(client.untilEnd()).isEmpty();
  }

  @Test
  void when_an_answer_is_not_taken_then_the_connection_is_cut() throws IOException {
    var big = Response.of(200, "text/plain", new byte[50_000_000]);
    var server = serve(limits(Duration.ofMillis(300)), _ -> big);
    var client = connect(server);

    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    Eventually.holds(
        "the connection is cut", Duration.ofSeconds(10), () -> server.openConnections() == 0);
  }

  @Test
  void when_the_handler_fails_then_nothing_of_it_shows() throws IOException {
    Function<Request, Response> broken =
        _ -> {
          throw new IllegalStateException("secret detail");
        };
    var client = connect(serve(broken));

    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(client.answer())
        .startsWith("HTTP/1.1 500 ")
        .contains("application/problem+json")
        .doesNotContain("secret", "Exception", "belfry");
  }

  @Test
  void when_an_answer_would_split_then_it_is_not_sent() throws IOException {
    var client = connect(serve(_ -> Response.of(200).with("X-A", "a\r\nX-B: b")));

    client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(client.answer()).startsWith("HTTP/1.1 500 ").doesNotContain("X-B");
  }

  @Test
  void when_all_bodies_together_are_too_large_then_one_more_is_put_off() throws IOException {
    var release = new CountDownLatch(1);
    toClose.add(release::countDown);
    var server = serve(waitFor(release));
    for (int i = 0; i < 2; i++) {
      connect(server).send(POST + "Content-Length: 100000\r\n\r\n" + "x".repeat(MOST));
    }
    Eventually.holds("both are handled", Duration.ofSeconds(5), () -> handled.size() == 2);
    var client = connect(server);

    client.send(POST + "Content-Length: 100\r\n\r\n" + "x".repeat(100));

    assertThat(client.answer()).startsWith("HTTP/1.1 503 ").contains("Retry-After: ");
  }

  @Test
  void when_there_are_too_many_connections_then_one_more_is_told() throws IOException {
    var server = serve(this::echo);
    for (int i = 0; i < 20; i++) {
      var client = connect(server);
      client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 200 ");
    }

    assertThat(connect(server).answer()).startsWith("HTTP/1.1 503 ");
  }

  @Test
  void when_the_server_stops_then_what_is_under_way_is_answered_and_nothing_new_is_taken()
      throws Exception {
    var release = new CountDownLatch(1);
    var server = serve(waitFor(release));
    var busy = connect(server);
    var idle = connect(server);
    busy.send("GET /busy HTTP/1.1\r\nHost: a\r\n\r\n");
    Eventually.holds(
        "one is handled, one waits",
        Duration.ofSeconds(5),
        () -> handled.size() == 1 && server.openConnections() == 2);

    var stop = Thread.ofVirtual().start(() -> server.stop(Duration.ofSeconds(10)));
    assertThat(idle.untilEnd()).isEmpty();
    release.countDown();

    assertThat(busy.untilEnd()).startsWith("HTTP/1.1 200 ").contains("Connection: close");
    assertThat(stop.join(Duration.ofSeconds(5))).isTrue();
  }

  @Test
  void when_large_answers_are_not_read_then_the_next_is_refused_until_there_is_room_again()
      throws IOException {
    var large = new byte[20 << 20];
    var limits =
        new HttpLimits(
            256 * 1024,
            32 * 1024,
            MOST,
            50 << 20,
            20,
            100,
            Duration.ofSeconds(30),
            Duration.ofSeconds(30));
    var server = serve(limits, _ -> Response.of(200, "text/plain", large));
    var one = connect(server);
    var two = connect(server);
    one.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    two.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    one.until("\r\n\r\n");
    two.until("\r\n\r\n");

    var three = connect(server);
    three.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    assertThat(three.untilEnd()).startsWith("HTTP/1.1 503 ");

    one.close();
    Eventually.holds(
        "there is room again",
        Duration.ofSeconds(10),
        () -> {
          try (var next = new RawClient(server.port())) {
            next.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            return next.until("\r\n\r\n").startsWith("HTTP/1.1 200 ");
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  @Test
  void when_a_handler_never_ends_then_stopping_does_all_the_same() throws IOException {
    var release = new CountDownLatch(1);
    toClose.add(release::countDown);
    var server = serve(waitFor(release));
    connect(server).send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    Eventually.holds("it is handled", Duration.ofSeconds(5), () -> handled.size() == 1);

    assertThat(server.stop(Duration.ofMillis(50))).isFalse();
  }

  private Response echo(Request request) {
    handled.add(request);
    return Response.of(200, "text/plain", request.body());
  }

  private Function<Request, Response> waitFor(CountDownLatch release) {
    return request -> {
      handled.add(request);
      try {
        release.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return Response.of(200, "text/plain", "done".getBytes(UTF_8));
    };
  }

  private static HttpLimits limits(Duration slowest) {
    return new HttpLimits(
        256 * 1024, 32 * 1024, MOST, 2 * MOST, 20, 100, slowest, Duration.ofSeconds(30));
  }

  private HttpServer serve(Function<Request, Response> handler) throws IOException {
    return serve(limits(Duration.ofSeconds(9)), handler);
  }

  private HttpServer serve(HttpLimits limits, Function<Request, Response> handler)
      throws IOException {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var server = new HttpServer(address, null, limits, new Callers(List.of(), null), handler);
    toClose.add(server);
    server.start();
    return server;
  }

  private RawClient connect(HttpServer server) throws IOException {
    var client = new RawClient(server.port());
    toClose.add(client);
    return client;
  }
}
