package dev.belfry.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.junit.BelfryExtension;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/** The client against a running server, and against one that is in trouble. */
class BelfryTest {

  @RegisterExtension static final BelfryExtension SERVER = BelfryExtension.dev();

  private final FakeReceiver receiver = FakeReceiver.start();
  private final List<Duration> pauses = new ArrayList<>();

  @AfterEach
  void close() {
    receiver.close();
  }

  @Test
  void when_an_event_is_sent_then_the_webhook_gets_all_of_it() throws Exception {
    givenWebhook("client.whole");
    var belfry = Belfry.at(SERVER.url(), SERVER.key());
    var event =
        Event.of("client.whole")
            .withSource(URI.create("/shop"))
            .withSubject("order/\"42\" \\")
            .withTime(Instant.parse("2026-02-03T04:05:06Z"))
            .withExtension("partitionkey", "k\u00fcche")
            .withData("{ \"total\" : 99.50 }");

    var accepted = belfry.send(event);

    assertThat(accepted.deliveries()).isEqualTo(1);
    assertThat(accepted.duplicate()).isFalse();
    Eventually.holds("it arrives", Duration.ofSeconds(60), () -> !receiver.requests().isEmpty());
    var body = new String(receiver.requests().getFirst().body(), StandardCharsets.UTF_8);
    var got = JsonMapper.shared().readTree(body);
    assertThat(got.path("id").asString()).isEqualTo(event.id());
    assertThat(got.path("subject").asString()).isEqualTo("order/\"42\" \\");
    assertThat(got.path("source").asString()).isEqualTo("/shop");
    assertThat(got.path("time").asString()).isEqualTo("2026-02-03T04:05:06Z");
    assertThat(got.path("partitionkey").asString()).isEqualTo("k\u00fcche");
    assertThat(body).contains("{ \"total\" : 99.50 }");
  }

  @Test
  void when_an_event_is_sent_again_then_it_is_told_as_a_duplicate() {
    var belfry = Belfry.at(SERVER.url(), SERVER.key());
    var event = Event.of("client.again").withData("1");

    var first = belfry.send(event);
    var second = belfry.send(event);

    assertThat(second).isEqualTo(new Accepted(first.id(), first.deliveries(), true));
  }

  @Test
  void when_a_batch_is_sent_then_each_has_its_answer_in_order() {
    var belfry = Belfry.at(SERVER.url(), SERVER.key());
    var events = IntStream.range(0, 250).mapToObj(i -> Event.of("client.batch." + i)).toList();

    var accepted = belfry.send(events);

    assertThat(accepted).hasSize(250);
    assertThat(accepted.stream().map(Accepted::id)).isSorted();
    assertThat(belfry.send(List.<Event>of())).isEmpty();
  }

  @Test
  void when_the_server_refuses_then_its_reasons_are_told_and_nothing_is_sent_again() {
    var belfry = Belfry.at(SERVER.url(), SERVER.key(), pauses::add);
    var stranger = Belfry.at(SERVER.url(), "bfy_nobody", pauses::add);

    assertThatThrownBy(() -> belfry.send(Event.of("belfry.own")))
        .isInstanceOfSatisfying(
            NotAccepted.class, refused -> assertThat(refused.status()).isEqualTo(422))
        .hasMessageContaining("/type");
    assertThatThrownBy(() -> stranger.send(Event.of("a")))
        .isInstanceOfSatisfying(
            NotAccepted.class, refused -> assertThat(refused.status()).isEqualTo(401));
    assertThat(pauses).isEmpty();
  }

  @Test
  void when_the_server_has_no_room_for_a_while_then_it_is_asked_again_when_it_says() {
    var accepted =
        "{\"id\":\"evt_01M7YYCTXP0000MCDRTWJCHE61\",\"deliveries\":2,\"duplicate\":false}";
    receiver
        .script("/v1/events")
        .next(Reply.status(503).with("Retry-After", "2"))
        .next(Reply.status(429).with("Retry-After", "86400"))
        .always(Reply.status(202).body(accepted));
    var belfry = Belfry.at(receiver.url("/"), "key", pauses::add);

    assertThat(belfry.send(Event.of("a")).deliveries()).isEqualTo(2);

    assertThat(pauses).containsExactly(Duration.ofSeconds(2), Duration.ofSeconds(30));
  }

  @Test
  void when_nobody_answers_then_it_is_said_that_nobody_can_tell() {
    receiver.close();
    var belfry = Belfry.at(receiver.url("/"), "key", pauses::add);

    assertThatThrownBy(() -> belfry.send(Event.of("a")))
        .isInstanceOfSatisfying(
            NotAccepted.class, refused -> assertThat(refused.status()).isZero());

    assertThat(pauses).hasSize(3);
  }

  private void givenWebhook(String type) throws Exception {
    var body = "{\"url\":\"%s\",\"types\":[\"%s\"]}".formatted(receiver.url("/in"), type);
    var request =
        HttpRequest.newBuilder(SERVER.url().resolve("/v1/webhooks"))
            .header("Authorization", "Bearer " + SERVER.key())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    }
  }
}
