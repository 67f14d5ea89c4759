package dev.belfry.server.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.testkit.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest extends HttpRig {

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
        "the connection is cut", Duration.ofSeconds(60), () -> server.openConnections() == 0);
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
}
