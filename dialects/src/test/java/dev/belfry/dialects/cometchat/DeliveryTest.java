package dev.belfry.dialects.cometchat;

import static dev.belfry.dialects.cometchat.CometRig.triggerIds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.ReceivedRequest;
import dev.belfry.testkit.Reply;
import dev.belfry.testkit.TestCertificate;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Section 16, "Delivery"; the items' numbers are in the names. */
class DeliveryTest extends CometReceiverTest {

  private static final String RETRIED = ",\"retryOnFailure\":true";
  private static final String DATA =
      "{\"message\":{\"id\":\"4417\",\"data\":{\"text\":\"Ä ☂ 👍\"}}}";

  @Override
  Duration timeout() {
    return Duration.ofSeconds(3);
  }

  @Test
  void items_64_65_66_68_and_69_when_an_event_fires_then_the_request_is_the_vendors() {
    given(
        "w",
        "/chat/ops?q=a%20b&c",
        ",\"useBasicAuth\":true,\"username\":\"opsreader\",\"password\":\"Qm2vT8xk41\"");
    fire();

    var request = receiver.await(1, SOON).getFirst();
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.target()).isEqualTo("/chat/ops?q=a%20b&c");
    assertThat(request.headers("content-type")).containsExactly("Application/json");
    assertThat(request.headers("authorization"))
        .containsExactly("Basic b3BzcmVhZGVyOlFtMnZUOHhrNDE=");
    assertThat(request.headers().stream().map(ReceivedRequest.Field::name).toList())
        .containsExactlyInAnyOrder(
            "Host", "Content-Type", "Authorization", "User-Agent", "Content-Length");
    assertThat(request.text())
        .isEqualTo(
            "{\"trigger\":\"message_sent\",\"data\":%s,\"appId\":\"%s\",\"region\":\"us\",\"webhook\":\"w\"}"
                .formatted(DATA, app.id));
  }

  @Test
  void item_66_when_basic_auth_is_off_then_there_is_no_authorization() {
    given("w", "/", ",\"username\":\"u\",\"password\":\"p\"");
    fire();

    assertThat(receiver.await(1, SOON).getFirst().header("authorization")).isEmpty();
  }

  @Test
  void item_67_when_credentials_change_then_the_next_attempt_has_the_new_ones() {
    receiver.script().next(Reply.status(500));
    given("w", "/", RETRIED + ",\"useBasicAuth\":true,\"username\":\"u\",\"password\":\"old\"");
    fire();
    awaitAttempts(1);
    app.call("PUT", "/w", "{\"password\":\"new\"}").orFail();
    rig.clock.advance(Duration.ofSeconds(10));

    var requests = receiver.await(2, SOON);
    assertThat(requests.getFirst().header("authorization")).hasValue("Basic dTpvbGQ=");
    assertThat(requests.get(1).header("authorization")).hasValue("Basic dTpuZXc=");
  }

  @Test
  void items_70_and_82_when_two_webhooks_want_it_then_each_gets_one_that_names_it() {
    given("one", "/one", "");
    given("two", "/two", "");
    fire();

    var bodies = receiver.await(2, SOON).stream().map(ReceivedRequest::text).sorted().toList();
    awaitState(DeliveryState.DELIVERED, 2);
    assertThat(bodies.getFirst()).endsWith("\"webhook\":\"one\"}");
    assertThat(bodies.get(1)).isEqualTo(bodies.getFirst().replace("\"one\"}", "\"two\"}"));
    assertThat(receiver.count()).isEqualTo(2);
  }

  @Test
  void item_71_when_disabled_then_it_gets_nothing_and_later_only_what_is_new() {
    given("w", "/", "");
    app.call("PUT", "/w", "{\"enabled\":false}").orFail();
    assertThat(app.fire("message_sent", "{\"missed\":1}")).isZero();
    app.call("PUT", "/w", "{\"enabled\":true}").orFail();
    fire();

    assertThat(receiver.await(1, SOON).getFirst().text()).contains("4417");
    awaitState(DeliveryState.DELIVERED, 1);
    assertThat(receiver.count()).isEqualTo(1);
  }

  @Test
  void item_71_when_disabled_then_retries_not_yet_sent_are_given_up() {
    receiver.script().always(Reply.status(500));
    given("w", "/", RETRIED);
    fire();
    awaitAttempts(1);
    app.call("PUT", "/w", "{\"enabled\":false}").orFail();
    app.call("PUT", "/w", "{\"enabled\":true}").orFail();
    rig.clock.advance(Duration.ofMinutes(1));

    awaitState(DeliveryState.DEAD, 1);
    assertThat(receiver.count()).isEqualTo(1);
  }

  @Test
  void item_72_when_a_trigger_is_attached_later_then_earlier_events_stay_away() {
    app.givenWebhook("w", receiver.url("/").toString(), "");
    assertThat(app.fire("message_sent", "{}")).isZero();
    app.call("POST", "/w/triggers", triggerIds("group_created")).orFail();
    assertThat(app.fire("message_sent", "{}")).isZero();
    assertThat(app.fire("group_created", "{}")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 299})
  void item_73_when_the_answer_is_2xx_then_it_is_delivered(int status) {
    receiver.script().always(Reply.status(status));
    given("w", "/", RETRIED);
    fire();

    awaitState(DeliveryState.DELIVERED, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 404, 410, 429, 503})
  void items_73_79_and_81_when_the_answer_is_anything_else_then_all_fail_alike(int status) {
    receiver
        .script()
        .always(
            Reply.status(status)
                .with("Location", receiver.url("/elsewhere").toString())
                .with("Retry-After", "3600"));
    given("w", "/", RETRIED);
    fire();
    awaitAttempts(1);

    assertThat(deliveries().getFirst().nextAttemptAt())
        .isEqualTo(rig.clock.instant().plusSeconds(10));
    assertThat(receiver.requests()).extracting(ReceivedRequest::target).containsExactly("/");
    assertThat(app.call("GET", "/w", null).data().get("enabled").booleanValue()).isTrue();
  }

  @Test
  void items_74_76_and_81_when_it_always_fails_then_there_are_three_attempts_of_one_body() {
    receiver.script().always(Reply.status(500));
    given("w", "/", RETRIED);
    fire();
    awaitAttempts(1);
    rig.clock.advance(Duration.ofSeconds(9));
    assertThat(deliveries().getFirst().attemptCount()).isEqualTo(1);
    rig.clock.advance(Duration.ofSeconds(1));
    awaitAttempts(2);
    assertThat(deliveries().getFirst().nextAttemptAt())
        .isEqualTo(rig.clock.instant().plusSeconds(30));
    rig.clock.advance(Duration.ofSeconds(30));
    awaitState(DeliveryState.DEAD, 1);

    assertThat(receiver.requests()).hasSize(3);
    assertThat(receiver.requests().stream().map(ReceivedRequest::text).distinct()).hasSize(1);
    assertThat(receiver.requests().getFirst().headers())
        .isEqualTo(receiver.requests().get(2).headers());
    assertThat(app.call("GET", "/w", null).data().get("enabled").booleanValue()).isTrue();
  }

  @Test
  void item_75_when_it_fails_once_then_there_are_two() {
    receiver.script().next(Reply.status(500));
    given("w", "/", RETRIED);
    fire();
    awaitAttempts(1);
    rig.clock.advance(Duration.ofSeconds(10));

    awaitState(DeliveryState.DELIVERED, 1);
    assertThat(receiver.count()).isEqualTo(2);
  }

  @Test
  void item_21_when_retries_are_not_asked_for_then_there_is_one() {
    receiver.script().always(Reply.status(500));
    given("w", "/", "");
    fire();

    awaitState(DeliveryState.DEAD, 1);
    assertThat(receiver.count()).isEqualTo(1);
  }

  @Test
  void items_77_and_78_when_there_is_no_answer_in_time_then_it_is_tried_again() throws IOException {
    receiver.script("/slow").always(Reply.never());
    var secure = FakeReceiver.startTls(TestCertificate.of("localhost").context());
    try (secure) {
      app.givenWebhook("slow", receiver.url("/slow").toString(), RETRIED, "message_sent");
      app.givenWebhook("tls", secure.url("/").toString(), RETRIED, "message_sent");
      app.givenWebhook(
          "refused", "http://127.0.0.1:" + closedPort() + "/", RETRIED, "message_sent");
      fire();

      Eventually.holds(
          "three attempts fail",
          SOON,
          () -> deliveries().stream().allMatch(one -> one.attemptCount() == 1));
      assertThat(deliveries())
          .allSatisfy(one ->
              assertThat(one.nextAttemptAt()).isEqualTo(rig.clock.instant().plusSeconds(10)));
      assertThat(
              deliveries().stream()
                  .map(one -> rig.engine.deliveries().attempts(one.id()).getFirst().error()))
          .containsExactlyInAnyOrder("timeout", "tls", "connect");
    }
    assertThat(CometChatSettings.USUAL.timeout()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void item_80_when_the_answer_has_a_body_then_it_has_no_influence() {
    receiver.script().always(Reply.ok().body("{\"action\":\"do_not_propagate\",\"error\":true}"));
    given("w", "/", RETRIED);
    fire();

    awaitState(DeliveryState.DELIVERED, 1);
  }

  @Test
  void item_83_when_text_is_not_ascii_then_it_arrives_intact() {
    given("wähl", "/", "");
    fire();

    var body = Json.read(receiver.await(1, SOON).getFirst().body());
    assertThat(body.at("/data/message/data/text").stringValue()).isEqualTo("Ä ☂ 👍");
    assertThat(body.get("webhook").stringValue()).isEqualTo("wähl");
  }

  @Test
  void when_the_data_is_no_object_then_nothing_is_sent() {
    given("w", "/", RETRIED);
    app.fire("message_sent", "[1]");

    awaitState(DeliveryState.DEAD, 1);
    assertThat(deliveries().getFirst().reason()).isEqualTo("template");
    assertThat(receiver.count()).isZero();
  }

  private void given(String id, String path, String more) {
    app.givenWebhook(id, receiver.url(path).toString(), more, "message_sent");
  }

  private void fire() {
    assertThat(app.fire("message_sent", DATA)).isPositive();
  }

  private void awaitAttempts(int count) {
    Eventually.holds(
        count + " attempts",
        SOON,
        () -> deliveries().stream().allMatch(one -> one.attemptCount() == count));
  }

  private void awaitState(DeliveryState state, int count) {
    Eventually.holds(
        count + " are " + state,
        SOON,
        () -> deliveries().stream().filter(one -> one.state() == state).count() == count);
  }

  private List<Delivery> deliveries() {
    return rig.engine
        .deliveries()
        .list(new DeliveryQuery(app.id, null, null, null, null, null, null, 50))
        .deliveries();
  }

  private static int closedPort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
