package dev.belfry.dialects.cometchat;

import static dev.belfry.dialects.cometchat.CometRig.triggerIds;
import static dev.belfry.dialects.cometchat.CometRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Section 16, "Triggers"; the items' numbers are in the names. */
class TriggersTest extends CometTest {

  private static final String ADDED = "Triggers has been added successfully.";

  @BeforeEach
  void makeWebhooks() {
    app.call("POST", "", webhook("w", "https://rx.example.net/", "")).orFail();
    app.legacy("POST", "", webhook("w", "https://rx.example.net/", "")).orFail();
  }

  @Test
  void item_53_when_two_are_added_then_each_has_its_result() {
    var answer = add("message_sent", "group_created");

    assertThat(answer.text())
        .isEqualTo(
            ("{\"data\":{\"message_sent\":{\"success\":true,\"message\":\"%s\"},"
                    + "\"group_created\":{\"success\":true,\"message\":\"%s\"}}}")
                .formatted(ADDED, ADDED));
    assertThat(listed()).containsExactly("message_sent", "group_created");
  }

  @Test
  void item_54_when_one_is_added_again_then_it_is_listed_once() {
    add("message_sent");
    var again = add("message_sent", "message_sent");

    assertThat(again.data().at("/message_sent/success").booleanValue()).isTrue();
    assertThat(listed()).containsExactly("message_sent");
  }

  @Test
  void item_55_when_one_is_unknown_then_the_other_is_still_added() {
    var answer = add("message_sent", "nonsense", "group_member_removed");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.data().at("/message_sent/success").booleanValue()).isTrue();
    assertThat(answer.data().at("/nonsense/success").booleanValue()).isFalse();
    assertThat(answer.data().at("/nonsense/message").stringValue()).isNotEmpty();
    assertThat(answer.data().at("/group_member_removed/success").booleanValue()).isFalse();
    assertThat(listed()).containsExactly("message_sent");
  }

  @Test
  void item_56_when_a_trigger_is_of_the_other_system_then_it_is_unknown() {
    var onNew = add("before_message").data();
    var onLegacy = app.legacy("POST", "/w/triggers", triggerIds("message_sent")).data();

    assertThat(onNew.at("/before_message/success").booleanValue()).isFalse();
    assertThat(onLegacy.at("/message_sent/success").booleanValue()).isFalse();
  }

  @Test
  void item_57_when_all_57_are_added_then_all_are_accepted() {
    var all = Triggers.of(Era.NEW).keySet().toArray(String[]::new);
    var answer = add(all);

    assertThat(all).hasSize(57);
    assertThat(answer.data())
        .allSatisfy(one -> assertThat(one.get("success").asBoolean()).isTrue());
    assertThat(listed()).containsExactly(all);
  }

  @Test
  void item_58_when_the_legacy_five_and_the_alias_are_added_then_all_are_accepted() {
    var all =
        new String[] {
          "before_message",
          "after_message",
          "message_delivery_receipt",
          "message_read_receipt",
          "user_connection_status_change",
          "after_connection_status_changed"
        };
    var answer = app.legacy("POST", "/w/triggers", triggerIds(all)).orFail();

    assertThat(answer.body().get("data"))
        .allSatisfy(one -> assertThat(one.get("success").asBoolean()).isTrue());
    assertThat(app.fire("after_connection_status_changed", "{}")).isEqualTo(1);
  }

  @Test
  void item_59_when_listed_then_items_are_id_and_description() {
    add("message_sent");
    var body = app.call("GET", "/w/triggers", null).body();

    assertThat(body.at("/data/0").propertyNames()).containsExactly("id", "description");
    assertThat(body.at("/data/0/description").stringValue())
        .isEqualTo("The hook triggers after the message is sent.");
    assertThat(body.at("/meta/pagination").toString())
        .isEqualTo(
            "{\"total\":1,\"count\":1,\"per_page\":100,\"current_page\":1,\"total_pages\":1}");
  }

  @Test
  void items_60_and_61_when_one_is_removed_then_the_others_stay() {
    add("message_sent", "group_created");
    var answer = remove(triggerIds("group_created"));

    assertThat(answer.text())
        .isEqualTo("{\"data\":{\"success\":true,\"message\":\"Removed trigger successfully.\"}}");
    assertThat(listed()).containsExactly("message_sent");
    assertThat(app.fire("group_created", "{}")).isZero();
  }

  @Test
  void item_62_when_one_is_removed_that_is_not_attached_then_it_succeeds() {
    assertThat(remove(triggerIds("group_created")).status()).isEqualTo(200);
    assertThat(remove(triggerIds("nonsense")).status()).isEqualTo(200);
  }

  @Test
  void item_63_when_trigger_ids_are_no_list_of_strings_then_400() {
    for (var body :
        List.of(
            "",
            "{}",
            "[]",
            "{\"triggerIds\":[]}",
            "{\"triggerIds\":\"message_sent\"}",
            "{\"triggerIds\":null}",
            "{\"triggerIds\":{\"message_sent\":true}}",
            "{\"triggerIds\":[\"message_sent\",7]}")) {
      assertThat(app.call("POST", "/w/triggers", body).error())
          .as(body)
          .isEqualTo("400 ERR_BAD_REQUEST");
      assertThat(remove(body).error()).as(body).isEqualTo("400 ERR_BAD_REQUEST");
    }
    assertThat(listed()).isEmpty();
  }

  private CometRig.Answer add(String... ids) {
    var answer = app.call("POST", "/w/triggers", triggerIds(ids));
    answer.orFail();
    return answer;
  }

  private CometRig.Answer remove(String body) {
    return app.call("DELETE", "/w/triggers", body);
  }

  private List<String> listed() {
    return app.call("GET", "/w/triggers", null).data().findValuesAsString("id");
  }
}
