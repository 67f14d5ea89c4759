package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.json.Json;
import dev.belfry.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Checklist, "Replace and patch", and T74: patches that are meant to hurt. */
class PatchTest extends OfficeTest {

  @Test
  void items_91_and_92_when_there_is_nothing_to_put_or_nowhere_then_400_and_404() {
    var id = given("a.b");

    for (var body : new String[] {null, "", "null"}) {
      assertThat(customer.call("PUT", "/Webhook/" + id, body).status()).isEqualTo(400);
    }
    assertThat(
            customer
                .call("PUT", "/Webhook/999", webhook("A", receiver.url("/"), "a.b", ""))
                .error())
        .isEqualTo("404 SoNotFoundException");
  }

  @Test
  void items_93_94_and_95_when_one_is_replaced_then_what_is_left_out_is_cleared() {
    var id =
        given(
            "/in",
            "a.b",
            ",\"Secret\":\"s\",\"Headers\":{\"A\":\"b\"},\"Properties\":{\"a\":1},\"Description\":\"d\"");
    var before = customer.get(id);
    rig.clock.advance(Duration.ofMinutes(1));

    var after =
        customer
            .call(
                "PUT",
                "/Webhook/" + id,
                webhook("B", receiver.url("/x"), "c.d", ",\"WebhookId\":777"))
            .orFail()
            .body();

    assertThat(after.get("WebhookId").intValue()).isEqualTo(id);
    for (var name : List.of("Secret", "Headers", "Properties", "Description")) {
      assertThat(after.get(name).isNull()).as(name).isTrue();
    }
    assertThat(after.get("Registered")).isEqualTo(before.get("Registered"));
    assertThat(after.get("Updated").stringValue()).isEqualTo("2026-03-02T12:01:00Z");
    assertThat(after.at("/UpdatedAssociate/Name").stringValue()).isEqualTo(customer.key.key().id());
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/json-patch+json"})
  void items_96_and_107_when_the_body_is_an_array_then_it_is_operations(String type) {
    var id = given("a.b");

    var after = patch(id, "[{\"op\":\"replace\",\"path\":\"/Name\",\"value\":\"y\"}]", type);

    assertThat(after.body().get("Name").stringValue()).isEqualTo("y");
    assertThat(after.body().get("_Links").isObject()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/merge-patch+json"})
  void item_97_when_the_body_is_an_object_then_it_is_merged(String type) {
    var id = given("/in", "a.b", ",\"Secret\":\"s\",\"Headers\":{\"A\":\"1\",\"B\":\"2\"}");

    var after =
        patch(id, "{\"name\":\"z\",\"secret\":null,\"Headers\":{\"A\":null,\"C\":\"3\"}}", type)
            .orFail()
            .body();

    assertThat(after.get("Name").stringValue()).isEqualTo("z");
    assertThat(after.get("Secret").isNull()).isTrue();
    assertThat(after.get("Headers").toString()).isEqualTo("{\"B\":\"2\",\"C\":\"3\"}");
    assertThat(after.get("Events").toString()).isEqualTo("[\"a.b\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/Name", "Name", "name", "/NAME"})
  void item_98_when_a_path_is_spelled_otherwise_then_it_is_the_same(String path) {
    var after = operations(given("a.b"), op("replace", path, "\"N\""));

    assertThat(after.get("Name").stringValue()).isEqualTo("N");
  }

  @Test
  void items_99_100_and_101_when_lists_and_dictionaries_are_patched_then_only_that_changes() {
    var id = given("/in", "a.b", ",\"Headers\":{\"X-One\":\"1\",\"X-Two\":\"2\"}");

    assertThat(operations(id, op("add", "/Events/-", "\"c.d\"")).get("Events").toString())
        .isEqualTo("[\"a.b\",\"c.d\"]");
    assertThat(operations(id, op("add", "events/0", "\"e.f\"")).get("Events").toString())
        .isEqualTo("[\"e.f\",\"a.b\",\"c.d\"]");
    assertThat(operations(id, op("remove", "/Events/1", "0")).get("Events").toString())
        .isEqualTo("[\"e.f\",\"c.d\"]");
    assertThat(operations(id, op("replace", "/Events", "[\"x.y\"]")).get("Events").toString())
        .isEqualTo("[\"x.y\"]");
    assertThat(operations(id, op("remove", "/Headers/X-One", "0")).get("Headers").toString())
        .isEqualTo("{\"X-Two\":\"2\"}");
    assertThat(
            operations(id, op("add", "/Properties/a~1b~0", "{\"c\":1}"))
                .get("Properties")
                .toString())
        .isEqualTo("{\"a/b~\":{\"c\":1}}");
    assertThat(
            operations(id, op("replace", "/Properties/a~1b~0/C", "2"))
                .at("/Properties/a~1b~0/c")
                .intValue())
        .isEqualTo(2);
  }

  @Test
  void item_102_when_a_test_fails_then_409_and_nothing_has_changed() {
    var id = given("a.b");
    var before = customer.get(id);

    var answer =
        patch(
            id,
            "[" + op("replace", "/Name", "\"y\"") + "," + op("test", "/State", "\"Stopped\"") + "]",
            "application/json");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().get("Error").booleanValue()).isTrue();
    assertThat(customer.get(id)).isEqualTo(before);
    assertThat(receiver.count()).isZero();
    operations(id, op("test", "state", "\"Active\"") + "," + op("test", "state", "1"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "move | {\"op\":\"move\",\"path\":\"/Name\",\"from\":\"/Secret\"}",
        "copy | {\"op\":\"copy\",\"path\":\"/Name\",\"from\":\"/Secret\"}",
        "unknown path | {\"op\":\"add\",\"path\":\"/Nope\",\"value\":1}",
        "no path | {\"op\":\"add\",\"value\":1}",
        "no value | {\"op\":\"add\",\"path\":\"/Name\"}",
        "no op | {\"path\":\"/Name\",\"value\":1}",
        "not there | {\"op\":\"remove\",\"path\":\"/Headers/X\"}",
        "beyond | {\"op\":\"replace\",\"path\":\"/Events/7\",\"value\":\"a\"}",
        "dash | {\"op\":\"remove\",\"path\":\"/Events/-\"}",
        "below text | {\"op\":\"add\",\"path\":\"/Name/x\",\"value\":1}",
        "tilde | {\"op\":\"add\",\"path\":\"/Properties/a~2\",\"value\":1}",
        "half tilde | {\"op\":\"add\",\"path\":\"/Properties/a~\",\"value\":1}",
        "no object | 7",
        "name gone | {\"op\":\"remove\",\"path\":\"/Name\"}",
        "wrong type | {\"op\":\"replace\",\"path\":\"/Events\",\"value\":{}}"
      })
  void item_103_when_an_operation_is_none_then_400_and_nothing_has_changed(
      String why, String operation) {
    var id = given("a.b");
    var before = customer.get(id);

    var answer =
        patch(id, "[" + op("replace", "/Secret", "\"s\"") + "," + operation + "]", "text/json");

    assertThat(answer.status()).as(why).isEqualTo(400);
    assertThat(customer.get(id)).isEqualTo(before);
  }

  @Test
  void item_104_when_a_single_value_is_merged_into_a_list_then_it_is_appended() {
    var id = given("a.b");

    assertThat(patch(id, "{\"events\":\"c.d\"}", "text/json").body().get("Events").toString())
        .isEqualTo("[\"a.b\",\"c.d\"]");
    assertThat(patch(id, "{\"events\":[\"e.f\"]}", "text/json").body().get("Events").toString())
        .isEqualTo("[\"e.f\"]");
    assertThat(patch(id, "{\"nope\":1}", "text/json").status()).isEqualTo(400);
  }

  @Test
  void item_105_when_the_id_is_unknown_then_404() {
    assertThat(patch(999, "{\"Name\":\"x\"}", "text/json").error())
        .isEqualTo("404 SoNotFoundException");
  }

  @Test
  void item_106_when_it_changed_since_then_412_and_nothing_has_changed() {
    var id = given("a.b");
    rig.clock.advance(Duration.ofMinutes(5));
    operations(id, op("replace", "/Name", "\"new\""));
    var format = DateTimeFormatter.RFC_1123_DATE_TIME;
    var now = rig.clock.instant().atOffset(ZoneOffset.UTC);
    var before = Map.of("If-Unmodified-Since", format.format(now.minusMinutes(1)));
    var put = webhook("B", receiver.url("/"), "a.b", "");

    assertThat(customer.call("PATCH", "/Webhook/" + id, "{\"Name\":\"x\"}", before).status())
        .isEqualTo(412);
    assertThat(customer.call("PUT", "/Webhook/" + id, put, before).status()).isEqualTo(412);
    assertThat(customer.call("DELETE", "/Webhook/" + id, null, before).status()).isEqualTo(412);
    assertThat(customer.get(id).get("Name").stringValue()).isEqualTo("new");
    var after = Map.of("If-Unmodified-Since", format.format(now));
    assertThat(customer.call("PATCH", "/Webhook/" + id, "{\"Name\":\"x\"}", after).status())
        .isEqualTo(200);
  }

  @Test
  void item_108_when_the_target_changes_then_the_new_one_is_pinged_first() {
    var id = given("/old", "a.b", "");
    receiver.script("/bad").always(Reply.status(503).body("down"));

    var answer = patch(id, "{\"TargetUrl\":\"" + receiver.url("/bad") + "\"}", "application/json");

    assertThat(answer.error()).isEqualTo("400 ArgumentException");
    assertThat(answer.body().get("Message").stringValue()).contains("HTTP 503", "down");
    assertThat(customer.get(id).get("TargetUrl").stringValue()).endsWith("/old");
    patch(id, "{\"TargetUrl\":\"" + receiver.url("/new") + "\"}", "application/json").orFail();
    assertThat(receiver.requests().getLast().path()).isEqualTo("/new");
    assertThat(receiver.requests().getLast().header("X-Hook-Test")).hasValue("true");
  }

  @Test
  void t74_when_a_patch_has_10000_operations_then_it_is_refused_at_once() {
    var one = op("add", "/Properties/a", "1");
    assertRefusedQuickly("[" + one + ("," + one).repeat(9_999) + "]");
    assertRefusedQuickly(
        "[" + op("test", "/Name", "\"Stock sync\"") + ("," + one).repeat(100) + "]");
    var wide = new StringBuilder("{\"Properties\":{\"a\":1");
    for (int i = 0; i < 10_000; i++) {
      wide.append(",\"m").append(i).append("\":1");
    }
    assertRefusedQuickly(wide.append("}}").toString());
  }

  @Test
  void t74_when_pointers_are_deep_or_values_large_then_they_are_refused_at_once() {
    assertRefusedQuickly("[" + op("add", "/Properties" + "/a".repeat(400), "1") + "]");
    assertRefusedQuickly("[" + op("add", "/Properties" + "/a".repeat(40_000), "1") + "]");
    assertRefusedQuickly("[" + op("add", "/Properties/" + "~1".repeat(600), "1") + "]");
    assertRefusedQuickly("[" + op("add", "/Properties/a", "\"" + "x".repeat(900_000) + "\"") + "]");
    assertRefusedQuickly(
        "[" + op("add", "/Properties/a", "{\"a\":".repeat(70) + "1" + "}".repeat(70)) + "]");
  }

  @Test
  void t74_when_operations_nest_what_is_there_then_what_is_stored_can_still_be_read() {
    var id = given("a.b");
    var deep = "{\"a\":".repeat(50) + "{}" + "}".repeat(50);
    for (int i = 1; i <= 15; i++) {
      patch(id, "[" + op("add", "/Properties" + "/a".repeat(i), deep) + "]", "application/json");
      assertThat(customer.call("GET", "/Webhook/" + id, null).status()).isEqualTo(200);
    }
    receiver.forget();
    signal("a.b", 1, "{}");
    assertThat(Json.read(await(1).getFirst().body()).get("Event").stringValue()).isEqualTo("a.b");
  }

  @Test
  void when_operations_are_made_up_then_a_patch_does_all_or_nothing() {
    var random = new Random(20261121);
    var whole = (tools.jackson.databind.node.ObjectNode) customer.get(given("a.b"));
    var ops = List.of("add", "replace", "remove", "test", "move", "");
    var paths =
        List.of(
            "/Name",
            "Events",
            "Events/0",
            "/Events/-",
            "Headers/A",
            "/Properties/a/b",
            "/Nope",
            "",
            "/",
            "Properties",
            "~",
            "State",
            "_Links/Self",
            "WebhookId");
    var values = List.of("1", "\"a\"", "null", "[]", "{}", "[\"x.y\"]", "{\"a\":{\"b\":[1]}}");
    for (int i = 0; i < 5_000; i++) {
      var patch = new StringBuilder("[");
      for (int j = 1 + random.nextInt(5); j > 0; j--) {
        patch
            .append(patch.length() == 1 ? "" : ",")
            .append(
                op(
                    ops.get(random.nextInt(ops.size())),
                    paths.get(random.nextInt(paths.size())),
                    values.get(random.nextInt(values.size()))));
      }
      var before = whole.toString();
      try {
        Patch.apply(whole, json(patch.append(']').toString()));
      } catch (Problem problem) {
        assertThat(problem.status()).isIn(400, 409);
      }
      assertThat(whole.toString()).isEqualTo(before);
    }
  }

  private void assertRefusedQuickly(String patch) {
    var id = given("a.b");
    var before = customer.get(id);
    var cost =
        cost(10, () -> assertThat(patch(id, patch, "application/json").status()).isIn(400, 413));
    assertThat(cost).isLessThan(Duration.ofMillis(LONG ? 20 : 200));
    assertThat(customer.get(id)).isEqualTo(before);
    assertThat(receiver.count()).isZero();
  }

  private JsonNode operations(int id, String operations) {
    return patch(id, "[" + operations + "]", "application/json-patch+json").orFail().body();
  }

  private OfficeRig.Answer patch(int id, String body, String type) {
    return customer.call("PATCH", "/Webhook/" + id, body, Map.of("content-type", type));
  }

  private static JsonNode json(String text) {
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String op(String op, String path, String value) {
    return "{\"op\":\"%s\",\"path\":\"%s\",\"value\":%s}".formatted(op, path, value);
  }
}
