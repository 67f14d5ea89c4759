package dev.belfry.dialects.cometchat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.Reply;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Section 16, "Legacy"; the items' numbers are in the names. */
class LegacyTest extends CometReceiverTest {

  private static final String DROP = "{\"action\":\"do_not_propagate\"}";

  @Override
  Duration timeout() {
    return Duration.ofSeconds(3);
  }

  @Test
  void items_116_and_117_when_messages_are_told_then_they_stand_directly_under_data() {
    given("w", "/", "", "before_message", "after_message");
    ask();
    var before = received(1);
    app.fire("after_message", Payloads.ofLegacy("after_message"));
    var after = received(2);

    assertThat(before.propertyNames())
        .containsExactly("trigger", "data", "appId", "region", "webhook");
    assertThat(before.at("/data/id").isMissingNode()).isTrue();
    assertThat(before.at("/data/sender").stringValue()).isEqualTo("mara-01");
    assertThat(after.at("/data/id").stringValue()).isEqualTo("4700");
    assertThat(after.at("/data/data/text").stringValue()).isEqualTo("Meet at the north gate");
  }

  @Test
  void item_117_when_the_sender_gives_an_id_before_then_it_is_left_out() {
    given("w", "/", "", "before_message");
    app.ask("before_message", Payloads.ofLegacy("after_message"));

    assertThat(received(1).at("/data/id").isMissingNode()).isTrue();
  }

  @Test
  void item_118_when_a_receipt_is_told_then_its_origin_stands_beside_the_data() {
    given("w", "/", "", "message_read_receipt", "message_delivery_receipt");
    app.fire("message_read_receipt", Payloads.ofLegacy("message_read_receipt"));
    var body = received(1);

    assertThat(body.propertyNames())
        .containsExactly("trigger", "appId", "origin", "region", "webhook", "data");
    assertThat(body.at("/origin/platform").stringValue()).isEqualTo("WEBSOCKET");
    assertThat(body.at("/data/readAt").longValue()).isEqualTo(1787307033);
    assertThat(body.get("data").has("deliveredAt")).isFalse();
  }

  @Test
  void item_118_when_the_sender_knows_where_it_came_from_then_that_is_told() {
    given("w", "/", "", "message_delivery_receipt");
    app.own(
            "POST",
            "/v1/events",
            "{\"type\":\"message_delivery_receipt\",\"origin\":\"MGNT-API\",\"chatapiversion\":\"3.0\",\"data\":"
                + Payloads.ofNew("message_delivery_receipt")
                + "}")
        .orFail();
    var body = received(1);

    assertThat(body.at("/origin/platform").stringValue()).isEqualTo("MGNT-API");
    assertThat(body.get("chatAPIVersion").stringValue()).isEqualTo("3.0");
    assertThat(body.get("data").toString())
        .isEqualTo(
            "{\"messageId\":\"4417\",\"receiptType\":\"delivered\",\"deliveredAt\":1787301003,"
                + "\"messageSender\":\"mara-01\",\"receiptSender\":\"teo-02\","
                + "\"receiptReceiver\":\"mara-01\",\"receiverType\":\"user\"}");
  }

  @Test
  void section_6_when_a_receipt_is_in_the_legacy_form_then_the_new_system_is_not_told() {
    app.givenWebhook("n", receiver.url("/").toString(), "", "message_read_receipt");
    given("w", "/", "", "message_read_receipt");

    assertThat(app.fire("message_read_receipt", Payloads.ofLegacy("message_read_receipt")))
        .isEqualTo(1);
    assertThat(app.fire("message_read_receipt", Payloads.ofNew("message_read_receipt")))
        .isEqualTo(2);
  }

  @Test
  void items_119_and_120_when_a_connection_changes_then_it_has_one_name_and_milliseconds() {
    given("w", "/", "", "user_connection_status_change");
    var data = Payloads.ofLegacy("user_connection_status_change");
    app.fire("user_connection_status_change", data);
    app.fire("after_connection_status_changed", data);

    for (var request : receiver.await(2, SOON)) {
      var body = Json.read(request.body());
      assertThat(body.get("trigger").stringValue()).isEqualTo("after_connection_status_changed");
      assertThat(body.at("/data/event/at").toString()).matches("[0-9]{13}");
      assertThat(body.at("/data/connections/0/connected_at").toString()).matches("[0-9]{13}");
    }
  }

  @Test
  void item_121_when_a_receiver_says_so_then_the_message_is_dropped() {
    receiver.script("/drop").always(Reply.ok().body(DROP));
    given("drops", "/drop", "", "before_message");
    given("likes", "/like", "", "before_message", "after_message");
    var answer = ask();

    assertThat(answer.get("allowed").booleanValue()).isFalse();
    assertThat(answer.get("verdicts")).hasSize(2);
    assertThat(answer.at("/verdicts/0/vendorId").stringValue()).isEqualTo("legacy drops");
    assertThat(answer.at("/verdicts/0/allowed").booleanValue()).isFalse();
    assertThat(answer.at("/verdicts/1/allowed").booleanValue()).isTrue();
    assertThat(receiver.count()).isEqualTo(2);
  }

  @Test
  void item_122_when_a_receiver_says_nothing_against_it_then_the_message_goes_out_unchanged() {
    receiver.script().always(Reply.ok().body("{}"));
    given("w", "/", "", "before_message");
    var answer = ask();

    assertThat(answer.get("allowed").booleanValue()).isTrue();
    assertThat(answer.get("data"))
        .isEqualTo(Json.read(Payloads.ofLegacy("before_message").getBytes(UTF_8)));
  }

  @Test
  void item_123_when_a_receiver_adds_something_then_it_is_in_the_metadata() {
    receiver.script("/a").always(Reply.ok().body("{\"tag\":\"vip\"}"));
    receiver.script("/b").always(Reply.ok().body("{\"n\":1}"));
    given("a.b", "/a", "", "before_message");
    given("b", "/b", "", "before_message");
    var webhooks = ask().at("/data/data/metadata").get("@injected").get("webhooks");

    assertThat(webhooks.toString()).isEqualTo("{\"a.b\":{\"tag\":\"vip\"},\"b\":{\"n\":1}}");
  }

  @Test
  void item_124_when_a_receiver_is_of_no_use_then_the_message_is_not_lost() {
    receiver.script("/never").always(Reply.never());
    receiver.script("/500").always(Reply.status(500).body(DROP));
    receiver.script("/text").always(Reply.ok().body("do_not_propagate"));
    receiver.script("/array").always(Reply.ok().body("[1]"));
    for (var path : new String[] {"never", "500", "text", "array"}) {
      given(path, "/" + path, "", "before_message");
    }
    var answer = ask();

    assertThat(answer.get("allowed").booleanValue()).isTrue();
    assertThat(answer.at("/data/data").has("metadata")).isFalse();
    assertThat(answer.at("/verdicts/0/error").stringValue()).isEqualTo("timeout");
  }

  @Test
  void when_silence_is_set_to_drop_then_a_useless_receiver_drops_the_message(@TempDir Path other) {
    try (var strict = rig(other, CometChatSettings.Silence.DROP)) {
      receiver.script().always(Reply.status(500));
      var strictApp = strict.givenApp();
      strictApp.givenLegacyWebhook("w", receiver.url("/").toString(), "", "before_message");

      assertThat(strictApp.ask("before_message", "{}").get("allowed").booleanValue()).isFalse();
    }
  }

  @Test
  void item_125_when_a_question_fails_then_it_is_not_asked_again() {
    receiver.script().always(Reply.status(500));
    given("w", "/", ",\"retryOnFailure\":true", "before_message");
    ask();
    assertThat(app.fire("before_message", "{}")).isEqualTo(1);
    Eventually.holds("both are dead", SOON, () -> dead() == 2);
    rig.clock.advance(Duration.ofMinutes(5));
    rig.settle();

    assertThat(receiver.count()).isEqualTo(2);
  }

  @Test
  void when_a_question_was_put_then_its_attempt_is_on_record_and_in_no_sum() {
    receiver.script().always(Reply.ok().body(DROP));
    given("w", "/", "", "before_message");
    var answer = ask();
    var delivery =
        rig.engine
            .deliveries()
            .list(new DeliveryQuery(app.id, null, null, null, null, null, null, 50))
            .deliveries()
            .getFirst();

    assertThat(delivery.id().toString()).isEqualTo(answer.at("/verdicts/0/delivery").stringValue());
    assertThat(delivery.state()).isEqualTo(DeliveryState.DELIVERED);
    assertThat(rig.engine.deliveries().attempts(delivery.id())).hasSize(1);
    assertThat(rig.engine.deliveries().countsOf(app.id).owed()).isZero();
  }

  @Test
  void when_nobody_is_to_be_asked_then_everything_is_allowed() {
    app.givenWebhook("n", receiver.url("/").toString(), "", "message_sent");
    var answer = app.ask("message_sent", "{\"a\":1}");

    assertThat(answer.get("allowed").booleanValue()).isTrue();
    assertThat(answer.get("verdicts")).isEmpty();
    assertThat(answer.get("data").toString()).isEqualTo("{\"a\":1}");
    assertThat(receiver.count()).isZero();
  }

  @Test
  void when_several_events_are_asked_about_at_once_then_422() {
    assertThat(app.own("POST", "/v1/events:ask", "[{\"type\":\"a\"}]").status()).isEqualTo(422);
  }

  private void given(String id, String path, String more, String... triggers) {
    app.givenLegacyWebhook(id, receiver.url(path).toString(), more, triggers);
  }

  private JsonNode ask() {
    return app.ask("before_message", Payloads.ofLegacy("before_message"));
  }

  private JsonNode received(int count) {
    return Json.read(receiver.await(count, SOON).get(count - 1).body());
  }

  private long dead() {
    return rig.engine
        .deliveries()
        .list(new DeliveryQuery(app.id, null, null, DeliveryState.DEAD, null, null, null, 50))
        .deliveries()
        .size();
  }
}
