package dev.belfry.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Response;
import dev.belfry.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What all callers together may take, and how the server ends. */
class HttpRoomTest extends HttpRig {

  @Test
  void when_all_bodies_together_are_too_large_then_one_more_is_put_off() throws IOException {
    var release = new CountDownLatch(1);
    toClose.add(release::countDown);
    var server = serve(waitFor(release));
    for (int i = 0; i < 2; i++) {
      connect(server).send(POST + "Content-Length: 100000\r\n\r\n" + "x".repeat(MOST));
    }
    Eventually.holds("both are handled", Duration.ofSeconds(60), () -> handled.size() == 2);
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
        Duration.ofSeconds(60),
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
    var server = givenRoomForTwoLargeAnswers();
    var one = givenUnread(server);
    givenUnread(server);

    assertThat(ask(server, "GET /large").untilEnd()).startsWith("HTTP/1.1 503 ");

    one.close();
    eventuallyThereIsRoom(server);
  }

  @Test
  void when_there_is_no_room_for_its_answer_then_what_was_done_is_answered_all_the_same()
      throws IOException {
    var server = givenRoomForTwoLargeAnswers();
    var one = givenUnread(server);
    givenUnread(server);

    var done = ask(server, "POST /large");
    assertThat(done.until("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
    assertThat(ask(server, "GET /small").answer()).startsWith("HTTP/1.1 200 ");
    assertThat(ask(server, "GET /large").untilEnd()).startsWith("HTTP/1.1 503 ");

    one.close();
    done.close();
    eventuallyThereIsRoom(server);
  }

  private HttpServer givenRoomForTwoLargeAnswers() throws IOException {
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
    var large = new byte[20 << 20];
    var small = new byte[1];
    return serve(
        limits,
        request -> Response.of(200, "text/plain", request.path().equals("/large") ? large : small));
  }

  /** A large answer on its way to a caller that does not read it. */
  private RawClient givenUnread(HttpServer server) throws IOException {
    var client = ask(server, "GET /large");
    client.until("\r\n\r\n");
    return client;
  }

  private RawClient ask(HttpServer server, String what) throws IOException {
    var client = connect(server);
    client.send(what + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    return client;
  }

  private void eventuallyThereIsRoom(HttpServer server) {
    Eventually.holds(
        "there is room again",
        Duration.ofSeconds(60),
        () -> {
          try (var next = new RawClient(server.port())) {
            next.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
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
    Eventually.holds("it is handled", Duration.ofSeconds(60), () -> handled.size() == 1);

    assertThat(server.stop(Duration.ofMillis(50))).isFalse();
  }
}
