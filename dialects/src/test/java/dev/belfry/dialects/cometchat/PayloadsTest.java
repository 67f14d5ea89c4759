package dev.belfry.dialects.cometchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.json.Json;
import dev.belfry.testkit.FakeReceiver;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Section 16, "Payloads": one event of each trigger goes through engine and wire to a receiver that
 * reads by the tables of section 11; the items' numbers are in the names.
 */
class PayloadsTest {

  private static final Map<String, JsonNode> RECEIVED = new HashMap<>();

  @BeforeAll
  static void fireOneOfEach(@TempDir Path folder) {
    var sent = Payloads.ofNew();
    try (var receiver = FakeReceiver.start();
        var rig = new CometRig(folder)) {
      var app = rig.givenApp();
      app.givenWebhook(
          "w",
          receiver.url("/").toString(),
          "",
          Triggers.of(Era.NEW).keySet().toArray(String[]::new));
      sent.forEach((trigger, data) -> assertThat(app.fire(trigger, data)).isEqualTo(1));
      for (var request : receiver.await(sent.size(), Duration.ofSeconds(20))) {
        var body = Json.read(request.body());
        RECEIVED.put(body.get("trigger").stringValue(), body);
      }
    }
  }

  @Test
  void items_69_and_105_when_any_trigger_fires_then_only_the_media_room_has_a_type() {
    assertThat(RECEIVED).hasSize(53);
    RECEIVED.forEach((trigger, body) -> {
      var room =
          trigger.matches("(call|meeting)_(started|ended|participant_joined|participant_left)");
      assertThat(body.propertyNames())
          .as(trigger)
          .containsExactlyElementsOf(
              room
                  ? List.of("trigger", "data", "type", "appId", "region", "webhook")
                  : List.of("trigger", "data", "appId", "region", "webhook"));
      if (room) {
        assertThat(body.get("type").stringValue())
            .isEqualTo(trigger.startsWith("call") ? "call" : "meet");
      }
    });
  }

  @Test
  void item_84_when_a_message_is_sent_then_its_id_is_text_and_its_times_are_seconds() {
    var message = data("message_sent").get("message");

    assertThat(message.get("id").isString()).isTrue();
    assertSeconds(message, "sentAt", "updatedAt");
  }

  @Test
  void item_85_when_a_chat_is_between_two_then_its_id_is_both_in_order() {
    Stream.of("message_sent", "call_initiated", "call_rejected")
        .forEach(trigger -> {
          var message = data(trigger).iterator().next();
          var uids =
              Stream.of(message.get("sender").stringValue(), message.get("receiver").stringValue())
                  .sorted()
                  .toList();
          assertThat(message.get("conversationId").stringValue())
              .isEqualTo(String.join("_user_", uids));
        });
  }

  @Test
  void item_86_when_a_chat_is_of_a_group_then_its_id_says_so() {
    var message = data("user_mentioned").get("message");

    assertThat(message.get("receiverType").stringValue()).isEqualTo("group");
    assertThat(message.get("conversationId").stringValue())
        .isEqualTo("group_" + message.get("receiver").stringValue());
  }

  @Test
  void items_87_and_89_when_edited_or_deleted_then_the_message_itself_is_sent() {
    var edited = data("message_edited").get("message");
    var deleted = data("message_deleted").get("message");

    assertThat(edited.get("id").stringValue()).isEqualTo("4417");
    assertThat(edited.at("/data/text").stringValue()).isEqualTo("Is the north gate open today?");
    assertThat(deleted.get("id").stringValue()).isEqualTo("4417");
  }

  @Test
  void item_90_when_a_reaction_changes_then_it_has_six_members() {
    for (var trigger : List.of("message_reaction_added", "message_reaction_removed")) {
      var reaction = data(trigger).get("reaction");
      assertThat(reaction.propertyNames())
          .containsExactly("id", "messageId", "reaction", "uid", "reactedAt", "reactedBy");
      assertThat(reaction.get("reactedBy").propertyNames()).containsExactly("uid", "name");
    }
  }

  @Test
  void item_91_when_a_user_is_mentioned_then_mentions_are_a_map() {
    var message = data("user_mentioned").at("/message/data");

    assertThat(message.get("text").stringValue()).contains("<@uid:teo-02>");
    assertThat(message.at("/mentions/teo-02/uid").stringValue()).isEqualTo("teo-02");
  }

  @Test
  void items_92_and_93_when_received_then_the_sender_is_who_acknowledges() {
    assertReceipt("message_delivery_receipt", "delivered", "user", "mara-01");
    assertReceipt("message_read_receipt", "read", "user", "mara-01");
    assertReceipt("message_delivered_to_all", "deliveredToAll", "group", "trail-crew");
    assertReceipt("message_read_by_all", "readByAll", "group", "trail-crew");
  }

  private static void assertReceipt(String trigger, String action, String type, String receiver) {
    var data = data(trigger);
    assertThat(data.get("type").stringValue()).isEqualTo("receipts");
    assertThat(data.at("/body/action").stringValue()).isEqualTo(action);
    assertThat(data.get("receiverType").stringValue()).isEqualTo(type);
    assertThat(data.get("receiver").stringValue()).isEqualTo(receiver);
    assertThat(data.get("sender").stringValue()).isEqualTo("teo-02");
    assertThat(data.get("messageSender").stringValue()).isEqualTo("mara-01");
    assertSeconds(data.get("body"), "timestamp");
  }

  @Test
  void item_94_when_a_connection_changes_then_times_are_milliseconds() {
    var data = data("user_connection_status_changed");

    assertThat(data.get("timestamp").toString()).matches("[0-9]{13}");
    assertThat(data.at("/currentConnection/connectedAt").toString()).matches("[0-9]{13}");
  }

  @Test
  void item_95_when_users_are_blocked_then_they_are_a_map() {
    for (var trigger : List.of("user_blocked", "user_unblocked")) {
      assertThat(data(trigger).at("/users/teo-02").propertyNames()).containsExactly("uid", "name");
      assertThat(data(trigger).get("by").propertyNames()).containsExactly("uid", "name");
    }
  }

  @Test
  void items_96_97_and_98_when_a_group_changes_then_it_says_how() {
    var created = data("group_created").get("group");
    assertThat(created.get("scope").stringValue()).isEqualTo("admin");
    assertThat(created.get("hasJoined").booleanValue()).isTrue();
    assertThat(created.get("membersCount").intValue()).isEqualTo(1);
    assertThat(data("group_created").has("by")).isFalse();
    assertThat(data("group_updated").at("/group/updatedBy").isString()).isTrue();
    assertThat(data("group_updated").has("members")).isFalse();
    assertThat(data("group_owner_transferred").at("/group/owner").stringValue())
        .isEqualTo("teo-02");
    assertThat(data("group_owner_transferred").at("/group/oldOwner").stringValue())
        .isEqualTo("mara-01");
  }

  @Test
  void items_99_100_and_101_when_members_change_then_they_are_a_map_and_by_is_who_did_it() {
    for (var word : List.of("added", "kicked", "banned", "unbanned", "scope_changed")) {
      assertThat(data("group_member_" + word).has("by")).as(word).isTrue();
    }
    for (var word : List.of("joined", "left")) {
      assertThat(data("group_member_" + word).has("by")).as(word).isFalse();
    }
    var member = data("group_member_scope_changed").at("/members/teo-02");
    assertThat(member.get("scope").stringValue()).isEqualTo("moderator");
    assertThat(member.get("oldScope").stringValue()).isEqualTo("participant");
    RECEIVED.values().stream()
        .filter(body -> body.get("data").has("members"))
        .forEach(body -> assertThat(body.at("/data/members").isObject()).isTrue());
  }

  @Test
  void items_102_103_and_104_when_a_call_rings_then_who_acts_is_its_sender() {
    for (var word : List.of("initiated", "cancelled", "unanswered", "rejected", "busy")) {
      var call = data("call_" + word).get("call");
      var flipped = List.of("rejected", "busy").contains(word);
      var acts = flipped ? "teo-02" : "mara-01";
      assertThat(call.get("sender").stringValue()).as(word).isEqualTo(acts);
      assertThat(call.at("/data/entities/by/entity/uid").stringValue()).isEqualTo(acts);
      assertThat(call.at("/data/entities/on/entity/sender").stringValue()).isEqualTo("mara-01");
      assertThat(call.at("/data/action").stringValue()).isEqualTo(word);
      assertThat(call.at("/data/entities/on/entity/status").stringValue()).isEqualTo(word);
    }
  }

  @Test
  void items_106_and_107_when_somebody_was_in_a_room_then_flags_are_text_and_times_numbers() {
    for (var kind : List.of("call", "meeting")) {
      var left = data(kind + "_participant_left").get("occupant");
      assertThat(left.get("audio_call").stringValue()).isEqualTo("false");
      assertSeconds(left, "joined_at", "left_at");
      assertSeconds(data(kind + "_started"), "created_at");
      var ended = data(kind + "_ended");
      assertSeconds(ended, "created_at", "destroyed_at");
      assertThat(ended.get("all_occupants"))
          .hasSize(2)
          .allSatisfy(one -> assertSeconds(one, "left_at"));
    }
  }

  @Test
  void items_108_and_109_when_a_recording_is_ready_then_its_length_is_text() {
    var recording = data("recording_generated");
    assertThat(recording.get("duration").stringValue()).matches("[0-9]+\\.[0-9]{6}");
    assertThat(recording.get("startTime").stringValue()).matches("[0-9]{10}");
    assertSeconds(data("transcription_generated"), "startTime", "endTime");
  }

  @Test
  void items_110_111_and_112_when_moderated_then_the_decision_is_the_vendors() {
    assertThat(data("moderation_engine_approved").at("/message/data/moderation/status").asString())
        .isEqualTo("approved");
    assertThat(data("moderation_engine_blocked").at("/message/data/moderation/status").asString())
        .isEqualTo("disapproved");
    var manual = data("moderation_manual_approved");
    assertThat(manual.at("/moderation/0").propertyNames()).containsExactly("condition", "rule");
    assertThat(manual.get("reviewed").booleanValue()).isTrue();
    var failed = data("moderation_engine_failed");
    assertThat(failed.get("resource").has("data")).isFalse();
    assertThat(failed.at("/failures/0").propertyNames())
        .contains("timeoutMs", "failedAt", "category", "context");
  }

  @Test
  void items_113_114_and_115_when_a_campaign_runs_then_unset_times_are_null() {
    assertThat(data("after_campaign_completed").get("scheduledAt").isNull()).isTrue();
    assertThat(data("after_feed_item_sent").has("content")).isTrue();
    for (var word : List.of("delivered", "read", "interacted")) {
      assertThat(data("after_feed_item_" + word).has("content")).as(word).isFalse();
    }
    for (var word : List.of("sent", "delivered", "clicked")) {
      var push = data("after_push_notification_" + word);
      assertThat(push.get("channelType").stringValue()).isEqualTo("push");
      assertThat(push.get("status").stringValue()).isEqualTo(word);
      assertThat(push.get("failedAt").isNull()).isTrue();
    }
  }

  private static JsonNode data(String trigger) {
    return Optional.ofNullable(RECEIVED.get(trigger)).orElseThrow().get("data");
  }

  private static void assertSeconds(JsonNode object, String... names) {
    for (var name : names) {
      assertThat(object.get(name).toString()).as(name).matches("[0-9]{10}");
    }
  }
}
