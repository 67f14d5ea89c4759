package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.egress.Answer.Answered;
import dev.belfry.engine.egress.Answer.Failed;
import dev.belfry.engine.egress.Answer.Failure;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpSenderTest {

  private final FakeReceiver receiver = FakeReceiver.start();
  private final HttpSender sender = Requests.senderToLoopback();

  @AfterEach
  void close() {
    sender.close();
    receiver.close();
  }

  @Test
  void when_a_request_is_sent_then_it_arrives_as_it_is_and_the_answer_comes_back() {
    receiver.script().always(Reply.status(201).with("X-Seen", "yes"));

    var answer =
        sender.send(
            Requests.post(receiver.url("/in?a=b%20c"), "{\"id\":1}", new Header("X-One", "1")));

    assertThat(answer).isInstanceOf(Answered.class);
    assertThat(((Answered) answer).status()).isEqualTo(201);
    assertThat(((Answered) answer).headers()).contains(new Header("X-Seen", "yes"));
    var seen = receiver.requests().getFirst();
    assertThat(seen.method()).isEqualTo("POST");
    assertThat(new String(seen.body(), UTF_8)).isEqualTo("{\"id\":1}");
    assertThat(seen.headers()).extracting(Object::toString).anyMatch(h -> h.contains("X-One"));
  }

  @Test
  void when_requests_follow_each_other_then_they_share_a_connection() {
    for (var i = 0; i < 20; i++) {
      assertThat(sender.send(Requests.post(receiver.url("/"), "x"))).isInstanceOf(Answered.class);
    }

    assertThat(receiver.connections()).isEqualTo(1);
    assertThat(sender.idleConnections()).isEqualTo(1);
    assertThat(sender.inFlight()).isZero();
  }

  @Test
  void when_the_receiver_closed_an_idle_connection_then_the_next_request_takes_a_new_one() {
    receiver.script().next(Reply.ok(), Reply.ok());
    sender.send(Requests.post(receiver.url("/"), "x"));
    var port = receiver.port();
    receiver.close();
    try (var back = FakeReceiver.start(port)) {
      assertThat(sender.send(Requests.post(back.url("/"), "y"))).isInstanceOf(Answered.class);
    }
  }

  @Test
  void when_nobody_listens_then_connecting_fails() throws Exception {
    var port = 0;
    try (var server = new ServerSocket(0)) {
      port = server.getLocalPort();
    }

    var answer = sender.send(Requests.post(URI.create("http://127.0.0.1:" + port + "/"), "x"));

    assertThat(answer).isEqualTo(new Failed(Failure.CONNECT, "the connection was refused"));
  }

  @Test
  void when_the_receiver_never_answers_then_the_time_limit_ends_it() {
    receiver.script().always(Reply.never());
    var start = System.nanoTime();

    var answer = sender.send(Requests.post(receiver.url("/"), "x", Duration.ofMillis(300)));

    assertThat(answer).isEqualTo(new Failed(Failure.TIMEOUT, "the time limit ran out"));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void when_the_receiver_resets_then_the_answer_says_reset() {
    receiver.script().always(Reply.reset());

    assertThat(sender.send(Requests.post(receiver.url("/"), "x")))
        .isInstanceOfSatisfying(
            Failed.class, failed -> assertThat(failed.failure()).isEqualTo(Failure.RESET));
  }

  @Test
  void when_an_address_is_not_allowed_then_nothing_is_connected() {
    try (var strict =
        HttpSender.open(EgressPolicy.of(List.of(), true, List.of()), SenderSettings.usual())) {
      assertThat(strict.send(Requests.post(receiver.url("/"), "x")))
          .isInstanceOfSatisfying(
              Failed.class, failed -> assertThat(failed.failure()).isEqualTo(Failure.BLOCKED));
    }
    assertThat(receiver.connections()).isZero();
  }

  @Test
  void when_a_big_body_is_sent_then_all_of_it_arrives() {
    var body = "0123456789abcdef".repeat(200_000);

    assertThat(sender.send(Requests.post(receiver.url("/"), body))).isInstanceOf(Answered.class);

    assertThat(new String(receiver.requests().getFirst().body(), UTF_8)).isEqualTo(body);
  }

  @Test
  void when_the_sender_is_closed_then_it_sends_no_more() {
    sender.close();

    assertThatThrownBy(() -> sender.send(Requests.post(receiver.url("/"), "x")))
        .isInstanceOf(IllegalStateException.class);
  }
}
