package dev.belfry.dialects.smartsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.json.Json;
import dev.belfry.testkit.ReceivedRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Part A, "Callback content" and "Plan scope"; the items' numbers are in the names. */
class CallbackTest extends SmartReceiverTest {

  private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+00:00";

  private ReceivedRequest callback(int number) {
    rig.clock.advance(SmartRig.WINDOW);
    return SmartRig.awaitCallbacks(receiver, number).getLast();
  }

  private List<JsonNode> events(ReceivedRequest callback) {
    return SmartRig.json(callback).get("events").valueStream().toList();
  }

  private long givenWith(String events, String more) {
    return user.givenEnabled(SmartRig.body("sheet", SmartRig.SHEET, url, events, more));
  }

  @Test
  void items_96_to_101_116_and_149_when_events_happen_then_the_callback_is_the_vendors() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    user.fire(
        "row.created",
        "{\"id\":6120344581924740,\"userId\":2207613190563716,"
            + "\"timestamp\":\"2026-09-14T11:00:02.917+02:00\",\"name\":\"secret plan\"}");

    var request = callback(1);
    var body = SmartRig.json(request);

    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.headers().stream().map(ReceivedRequest.Field::name))
        .containsExactlyInAnyOrder(
            "Host",
            "Content-Type",
            "Smartsheet-Hmac-SHA256",
            "Smartsheet-Hook-Id",
            "User-Agent",
            "Content-Length");
    assertThat(request.headers("Content-Type")).containsExactly("application/json");
    assertThat(request.header("Smartsheet-Hook-Id")).hasValue("" + id);
    assertThat(request.header("User-Agent")).hasValue("Smartsheet-Webhooks");
    assertThat(request.header("Smartsheet-Hmac-SHA256"))
        .hasValue(
            Signature.of(
                user.shown(id).get("sharedSecret").stringValue().getBytes(UTF_8), request.body()));
    assertThat(body.propertyNames())
        .containsExactly("nonce", "timestamp", "webhookId", "scope", "scopeObjectId", "events");
    assertThat(body.get("timestamp").stringValue()).matches(TIME);
    assertThat(body.get("webhookId").longValue()).isEqualTo(id);
    assertThat(body.get("scope").stringValue()).isEqualTo("sheet");
    assertThat(body.get("scopeObjectId").longValue()).isEqualTo(SmartRig.SHEET);
    assertThat(body.at("/events/0").toString())
        .isEqualTo(
            "{\"objectType\":\"row\",\"eventType\":\"created\",\"id\":6120344581924740,"
                + "\"userId\":2207613190563716,\"timestamp\":\"2026-09-14T09:00:02.000+00:00\"}");
  }

  @Test
  void item_100_when_callbacks_follow_each_other_then_each_has_a_nonce_of_its_own() {
    user.givenEnabled(SmartRig.sheet(url, ""));
    user.fireRows(1, 2);
    var first = SmartRig.json(callback(1));
    user.fireRows(3, 1);
    var second = SmartRig.json(callback(2));

    assertThat(first.get("nonce")).isNotEqualTo(second.get("nonce"));
    assertThat(first.get("nonce").stringValue())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(first.get("events")).hasSize(2);
  }

  @Test
  void items_101_102_103_and_108_when_things_change_then_only_the_vendors_members_go_out() {
    user.givenEnabled(SmartRig.sheet(url, ""));
    var all =
        "{\"id\":1,\"rowId\":2,\"columnId\":3,\"userId\":4,\"value\":\"Secret\",\"name\":\"N\"}";
    for (var object : List.of("row", "column", "attachment", "discussion", "comment")) {
      for (var type : List.of("created", "updated", "deleted")) {
        assertThat(user.fire(object + "." + type, all)).isEqualTo(1);
      }
    }
    user.fire("cell.created", all);
    user.fire("cell.updated", all);
    user.fire("sheet.updated", "{\"userId\":4}");
    for (var none : List.of("sheet.created", "cell.deleted", "robot.created", "row.sold", "row")) {
      assertThat(user.fire(none, all)).as(none).isZero();
    }
    assertThat(user.fire("row.created", "sheet/5", all)).isZero();

    var request = callback(1);
    var events = events(request);

    assertThat(events).hasSize(18);
    assertThat(request.text()).doesNotContain("Secret").doesNotContain("\"name\"");
    assertThat(events)
        .allSatisfy(event -> {
          var isCell = event.get("objectType").stringValue().equals("cell");
          assertThat(event.propertyNames())
              .containsExactlyElementsOf(
                  isCell
                      ? List.of(
                          "objectType", "eventType", "rowId", "columnId", "userId", "timestamp")
                      : List.of("objectType", "eventType", "id", "userId", "timestamp"));
          assertThat(event.get("timestamp").stringValue()).matches(TIME).endsWith(".000+00:00");
        });
    assertThat(events.getLast().get("id").longValue()).isEqualTo(SmartRig.SHEET);
  }

  @Test
  void items_104_and_105_when_a_change_has_an_agent_then_its_last_512_characters_come_back() {
    user.givenEnabled(SmartRig.sheet(url, ""));
    var agent = "a".repeat(88) + "b".repeat(512);
    user.fire("row.created", "{\"id\":1,\"changeAgent\":\"" + agent + "\"}");
    user.fire("row.created", "{\"id\":2,\"changeAgent\":\"order-sync\"}");
    user.fire("row.created", "{\"id\":3}");

    var events = events(callback(1));

    assertThat(events.get(0).get("changeAgent").stringValue()).isEqualTo("b".repeat(512));
    assertThat(events.get(1).get("changeAgent").stringValue()).isEqualTo("order-sync");
    assertThat(events.get(2).has("changeAgent")).isFalse();
  }

  @Test
  void items_106_and_107_when_columns_are_watched_then_only_what_touches_them_is_told() {
    givenWith("[\"*.*\"]", ",\"subscope\":{\"columnIds\":[11,22]}");

    assertThat(user.fire("cell.updated", "{\"rowId\":1,\"columnId\":33}")).isZero();
    assertThat(user.fire("cell.updated", "{\"rowId\":1,\"columnId\":22}")).isEqualTo(1);
    assertThat(user.fire("row.deleted", "{\"id\":1}")).isEqualTo(1);
    assertThat(user.fire("row.updated", "{\"id\":1,\"columnIds\":[33]}")).isZero();
    assertThat(user.fire("row.updated", "{\"id\":1,\"columnIds\":[33,11]}")).isEqualTo(1);
    assertThat(user.fire("row.created", "{\"id\":1}")).isZero();
    assertThat(user.fire("column.updated", "{\"id\":11}")).isEqualTo(1);
    assertThat(user.fire("column.updated", "{\"id\":33}")).isZero();
    assertThat(user.fire("sheet.updated", "{}")).isZero();
    assertThat(user.fire("comment.created", "{\"id\":9}")).isZero();
    assertThat(events(callback(1))).hasSize(4);
    assertThat(callback(1).text()).doesNotContain("subscope").doesNotContain("columnIds");
  }

  @Test
  void items_22_and_108_when_the_subscope_is_empty_then_all_columns_are_told() {
    givenWith("[\"*.*\"]", ",\"subscope\":{\"columnIds\":[]}");

    assertThat(user.fire("cell.updated", "{\"rowId\":1,\"columnId\":33}")).isEqualTo(1);
  }

  @Test
  void items_109_110_and_111_when_a_pattern_lets_nothing_through_then_nothing_is_sent() {
    givenWith("[\"row.created\"]", "");
    assertThat(user.fire("cell.updated", "{\"rowId\":1,\"columnId\":1}")).isZero();
    assertThat(user.fire("row.created", "{\"id\":1}")).isEqualTo(1);
    givenWith("[\"*.deleted\",\"comment.*\"]", "");
    assertThat(user.fire("comment.created", "{\"id\":1}")).isEqualTo(1);
    assertThat(user.fire("attachment.deleted", "{\"id\":1}")).isEqualTo(1);
    assertThat(user.fire("attachment.created", "{\"id\":1}")).isZero();
    rig.clock.advance(SmartRig.WINDOW);

    var told = SmartRig.awaitCallbacks(receiver, 2);
    assertThat(told).hasSize(2);
    assertThat(Patterns.matches(List.of("user.*"), "user.seatType.updated")).isTrue();
    assertThat(Patterns.matches(List.of("*.*"), "user.seatType.updated")).isTrue();
    assertThat(Patterns.matches(List.of("user.*.updated"), "user.seatType.updated")).isTrue();
    assertThat(Patterns.matches(List.of("user.seatType"), "user.seatType.updated")).isFalse();
    assertThat(Patterns.matches(List.of("row.*"), "row")).isFalse();
  }

  @Test
  void items_149_150_and_151_when_a_seat_changes_then_the_members_are_copied_unchanged() {
    var data =
        "{\"id\":2207613190563716,\"userId\":2207613190563716,\"email\":\"sam@acme.example\","
            + "\"seatType\":\"PROVISIONAL_MEMBER\",\"isInternal\":true,"
            + "\"timestamp\":\"2026-09-14T10:19:01.000+00:00\",\"more\":{\"a\":[1.50,null]}}";
    for (var pattern :
        List.of("user.seatType.updated", "user.seatType.*", "user.*", "*.*", "*.seatType.*")) {
      user.givenEnabled(SmartRig.body("plan", SmartRig.PLAN, url, "[\"" + pattern + "\"]", ""));
    }

    assertThat(user.fire("user.seatType.updated", "plan/" + SmartRig.PLAN, data)).isEqualTo(5);
    rig.clock.advance(SmartRig.WINDOW);

    assertThat(SmartRig.awaitCallbacks(receiver, 5))
        .allSatisfy(request -> {
          var body = SmartRig.json(request);
          assertThat(body.get("scope").stringValue()).isEqualTo("plan");
          assertThat(body.get("scopeObjectId").longValue()).isEqualTo(SmartRig.PLAN);
          assertThat(body.at("/events/0").toString())
              .startsWith("{\"objectType\":\"user\",\"eventType\":\"seatType.updated\",\"id\":");
          var told = (tools.jackson.databind.node.ObjectNode) body.at("/events/0");
          told.remove(List.of("objectType", "eventType"));
          assertThat(told).isEqualTo(Json.read(data.getBytes(UTF_8)));
        });
  }

  @Test
  void when_events_happened_in_another_order_then_the_callback_has_them_by_time() {
    user.givenEnabled(SmartRig.sheet(url, ""));
    user.fire("row.created", "{\"id\":2,\"timestamp\":\"2026-01-01T00:00:02Z\"}");
    user.fire("row.created", "{\"id\":1,\"timestamp\":\"2026-01-01T00:00:01Z\"}");

    assertThat(events(callback(1)).stream().map(one -> one.get("id").intValue()))
        .containsExactly(1, 2);
  }

  @Test
  void when_data_is_nothing_of_use_then_what_is_known_goes_out() {
    user.givenEnabled(SmartRig.sheet(url, ""));
    user.fire("row.created", "[1]");
    user.fire("row.created", "{\"id\":\"77\",\"userId\":\"x\",\"timestamp\":\"soon\"}");

    assertThat(events(callback(1)))
        .extracting(JsonNode::toString)
        .containsExactly(
            "{\"objectType\":\"row\",\"eventType\":\"created\","
                + "\"timestamp\":\"2026-03-02T12:00:00.000+00:00\"}",
            "{\"objectType\":\"row\",\"eventType\":\"created\",\"id\":77,"
                + "\"timestamp\":\"2026-03-02T12:00:00.000+00:00\"}");
  }
}
