package dev.belfry.dialects.smartsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.FakeReceiver;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Part A, "Create"; the items' numbers are in the names. */
class CreateTest extends SmartTest {

  private String create(String body) {
    return user.call("POST", "", body).error();
  }

  private void assertNothingMade() {
    assertThat(user.call("GET", "", null).body().get("data")).isEmpty();
  }

  @Test
  void items_15_16_18_19_20_and_23_when_a_webhook_is_made_then_it_is_new_and_off() {
    var body = user.call("POST", "", SmartRig.sheet(URL, "")).orFail().body();
    var result = body.get("result");

    assertThat(body.propertyNames()).containsExactly("message", "resultCode", "result");
    assertThat(body.get("message").stringValue()).isEqualTo("SUCCESS");
    assertThat(body.get("resultCode").intValue()).isZero();
    assertThat(result.propertyNames())
        .containsExactly(
            "id",
            "name",
            "scope",
            "scopeObjectId",
            "events",
            "callbackUrl",
            "sharedSecret",
            "enabled",
            "status",
            "version",
            "createdAt",
            "modifiedAt");
    assertThat(result.get("enabled").booleanValue()).isFalse();
    assertThat(result.get("status").stringValue()).isEqualTo("NEW_NOT_VERIFIED");
    assertThat(result.get("id").isIntegralNumber()).isTrue();
    assertThat(result.get("id").longValue()).isPositive().isLessThan(1L << 53);
    assertThat(result.get("scopeObjectId").longValue()).isEqualTo(SmartRig.SHEET);
    assertThat(result.get("sharedSecret").stringValue()).matches("[0-9a-z]{26}");
    assertThat(result.get("createdAt").stringValue())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
    assertThat(result.get("modifiedAt")).isEqualTo(result.get("createdAt"));
  }

  @Test
  void item_17_when_a_webhook_is_made_then_nothing_is_sent(@TempDir Path other) {
    try (var receiver = FakeReceiver.start();
        var open = new SmartRig(other, true)) {
      var somebody = open.givenUser();
      var id = somebody.given(SmartRig.sheet(receiver.url("/in").toString(), ""));
      SmartRig.prove(receiver, dev.belfry.testkit.Reply.ok());
      somebody.enable(id);

      assertThat(receiver.requests())
          .hasSize(1)
          .allSatisfy(request -> assertThat(SmartRig.challenge(request)).isNotNull());
    }
  }

  @Test
  void items_19_and_40_when_the_same_is_made_twice_then_ids_and_secrets_differ() {
    var ids = new HashSet<Long>();
    var secrets = new HashSet<String>();
    for (int i = 0; i < 20; i++) {
      var result = user.call("POST", "", SmartRig.sheet(URL, "")).result();
      ids.add(result.get("id").longValue());
      secrets.add(result.get("sharedSecret").stringValue());
    }

    assertThat(ids).hasSize(20);
    assertThat(secrets).hasSize(20);
  }

  @Test
  void items_21_and_22_when_a_subscope_is_given_then_it_is_shown_as_it_was() {
    var some = user.given(SmartRig.sheet(URL, ",\"subscope\":{\"columnIds\":[11,22]}"));
    var all = user.given(SmartRig.sheet(URL, ",\"subscope\":{\"columnIds\":[]}"));

    assertThat(user.shown(some).get("subscope").toString()).isEqualTo("{\"columnIds\":[11,22]}");
    assertThat(user.shown(all).get("subscope").toString()).isEqualTo("{\"columnIds\":[]}");
    assertThat(user.shown(user.given(SmartRig.sheet(URL, ""))).has("subscope")).isFalse();
  }

  @Test
  void items_24_and_56_when_an_app_makes_it_then_it_names_the_app_which_sees_its_own(
      @TempDir Path other) {
    var settings = SmartRig.settings(Map.of("apps", "key_app:Order sync"), false);
    try (var apps = new SmartRig(other, settings, false)) {
      var person = apps.givenUser();
      apps.engine.keys().addFixed("key_app", "bfy_app_secret", person.id);
      var app = person.with("bfy_app_secret");
      var persons = person.given(SmartRig.sheet(URL, ""));
      var its = app.given(SmartRig.sheet(URL, ""));

      assertThat(app.shown(its).get("apiClientId").stringValue()).isEqualTo("key_app");
      assertThat(app.shown(its).get("apiClientName").stringValue()).isEqualTo("Order sync");
      assertThat(person.shown(its).get("apiClientId").stringValue()).isEqualTo("key_app");
      assertThat(app.call("GET", "", null).body().get("data")).hasSize(1);
      assertThat(person.call("GET", "", null).body().get("data")).hasSize(2);
      assertThat(app.call("GET", "/" + persons, null).error()).isEqualTo("404 1006");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"name", "callbackUrl", "scope", "scopeObjectId", "events", "version"})
  void items_25_and_44_when_something_required_is_missing_then_it_is_named(String name) {
    var whole = dev.belfry.dialects.json.Json.read(SmartRig.sheet(URL, "").getBytes(UTF_8));
    ((tools.jackson.databind.node.ObjectNode) whole).remove(name);

    var answer = user.call("POST", "", whole.toString());

    assertThat(answer.error()).isEqualTo("400 1012");
    assertThat(answer.text()).contains("webhook." + name);
    assertNothingMade();
  }

  @ParameterizedTest
  @CsvSource({
    "item_26, http://hooks.acme.example/in, 400 1152",
    "item_26, HTTP://hooks.acme.example/in, 400 1152",
    "item_26, ftp://hooks.acme.example/in, 400 1152",
    "item_27, https://hooks.acme.example:8444/in, 400 1031",
    "item_27, https://hooks.acme.example:80/in, 400 1031",
    "item_28, https://10.0.0.8/in, 400 1031",
    "item_28, https://127.0.0.1/in, 400 1031",
    "item_28, https://[::1]/in, 400 1031",
    "item_28, https://169.254.169.254/in, 400 1031",
    "item_28, https://[::ffff:10.0.0.1]/in, 400 1031",
    "items_26, hooks.acme.example, 400 1031",
    "items_26, https://user@hooks.acme.example/, 400 1031",
    "items_26, https://hooks.acme.example/in#part, 400 1031"
  })
  void items_26_27_28_and_44_when_a_url_is_none_for_callbacks_then_it_is_refused(
      String item, String url, String error) {
    assertThat(create(SmartRig.sheet(url, ""))).as(item).isEqualTo(error);
    assertNothingMade();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ":443", ":8000", ":8008", ":8080", ":8443"})
  void item_27_when_the_port_is_one_of_five_then_it_is_accepted(String port) {
    var id = user.given(SmartRig.sheet("https://hooks.acme.example" + port + "/in", ""));

    assertThat(user.shown(id).get("callbackUrl").stringValue())
        .isEqualTo("https://hooks.acme.example" + port + "/in");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "item_29 | \"version\":1 | \"version\":2 | 400 1031",
        "item_29 | \"version\":1 | \"version\":\"1\" | 400 1008",
        "item_30 | \"sheet\" | \"workspace\" | 400 1031",
        "item_34 | [\"*.*\"] | [{\"objectType\":\"row\"}] | 400 1031",
        "item_34 | [\"*.*\"] | [null] | 400 1176",
        "item_35 | [\"*.*\"] | [] | 400 1031",
        "item_35 | [\"*.*\"] | \"*.*\" | 400 1031",
        "item_35 | [\"*.*\"] | [\"robot.*\"] | 400 1031",
        "item_35 | [\"*.*\"] | [\"row\"] | 400 1031",
        "item_35 | [\"*.*\"] | [\"user.seatType.updated\"] | 400 1031",
        "item_39 | \"version\":1 | \"version\":1,\"colour\":\"red\" | 400 1008",
        "item_39 | \"version\":1 | \"version\":1,\"version\":1 | 400 1008",
        "item_43 | \"version\":1 | \"version\":1,\"enabled\":true | 400 1032",
        "item_43 | \"version\":1 | \"version\":1,\"id\":7 | 400 1032",
        "item_43 | \"version\":1 | \"version\":1,\"sharedSecret\":\"x\" | 400 1032",
        "item_38 | \"version\":1 | \"version\":1,\"customHeaders\":{\"a\":\"b\"} | 400 1032",
        "types | \"order changes\" | 7 | 400 1008",
        "types | \"order changes\" | \" \" | 400 1031",
        "types | \"version\":1 | \"version\":1,\"subscope\":{} | 400 1012",
        "types | \"version\":1 | \"version\":1,\"subscope\":{\"rowIds\":[]} | 400 1008",
        "types | \"version\":1 | \"version\":1,\"subscope\":{\"columnIds\":[null]} | 400 1176",
        "types | \"version\":1 | \"version\":1,\"subscope\":{\"columnIds\":[\"x\"]} | 400 1031"
      })
  void items_29_to_44_when_a_value_is_wrong_then_it_is_refused(
      String item, String right, String wrong, String error) {
    var body = SmartRig.sheet(URL, "").replace(right, wrong);

    assertThat(create(body)).as("%s %s", item, body).isEqualTo(error);
    assertNothingMade();
  }

  @Test
  void item_31_when_the_operator_says_which_exist_then_others_are_not_found(@TempDir Path other) {
    var settings = SmartsheetSettings.read(Map.of(), Set.of(Long.toString(SmartRig.SHEET)), false);
    try (var few = new SmartRig(other, settings, false)) {
      var somebody = few.givenUser();
      var answer = somebody.call("POST", "", SmartRig.body("sheet", 42, URL, "[\"*.*\"]", ""));

      assertThat(answer.error()).isEqualTo("404 1151");
      assertThat(answer.text()).contains("Scope 'sheet', object id 42 was not found.");
      assertThat(somebody.call("POST", "", SmartRig.plan(URL, "")).error()).isEqualTo("404 1151");
      assertThat(somebody.given(SmartRig.sheet(URL, ""))).isPositive();
    }
  }

  @Test
  void item_32_when_the_operator_says_which_columns_exist_then_others_are_invalid(
      @TempDir Path other) {
    var columns = SmartRig.SHEET + "/11, " + SmartRig.SHEET + "/22";
    try (var few =
        new SmartRig(other, SmartRig.settings(Map.of("columns", columns), false), false)) {
      var somebody = few.givenUser();

      somebody.given(SmartRig.sheet(URL, ",\"subscope\":{\"columnIds\":[22,11]}"));
      assertThat(
              somebody
                  .call("POST", "", SmartRig.sheet(URL, ",\"subscope\":{\"columnIds\":[11,33]}"))
                  .error())
          .isEqualTo("404 1293");
    }
  }

  @Test
  void item_33_when_the_scope_object_id_is_digits_in_a_string_then_it_is_a_number() {
    var body = SmartRig.sheet(URL, "").replace("" + SmartRig.SHEET, "\"" + SmartRig.SHEET + "\"");

    assertThat(user.shown(user.given(body)).get("scopeObjectId").toString())
        .isEqualTo("" + SmartRig.SHEET);
    for (var wrong : List.of("\"x\"", "0", "-4", "1.5", "\"\"", "99999999999999999999")) {
      var bad = SmartRig.sheet(URL, "").replace("" + SmartRig.SHEET, wrong);
      assertThat(create(bad)).as(wrong).isEqualTo("400 1031");
    }
  }

  @Test
  void items_36_37_and_146_when_an_admin_makes_a_plan_webhook_then_its_headers_are_shown() {
    var headers = "{\"X-Api-Key\":\"k-123\",\"X-Env\":\"prod\"}";
    var id = user.given(SmartRig.plan(URL, ",\"customHeaders\":" + headers));

    assertThat(user.shown(id).get("customHeaders").toString()).isEqualTo(headers);
    assertThat(user.shown(id).get("events").toString()).isEqualTo("[\"user.seatType.updated\"]");
    for (var scope : List.of("sheet", "plan")) {
      var all = user.given(SmartRig.body(scope, 5, URL, "[\"*.*\"]", ""));
      assertThat(user.shown(all).get("events").toString()).isEqualTo("[\"*.*\"]");
    }
    var reader = user.with(rig.newKey(user.id, dev.belfry.engine.tenant.Scope.READ).secret());
    assertThat(reader.call("POST", "", SmartRig.plan(URL, "")).error()).isEqualTo("403 1004");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Content-Type | text/plain",
        "host | a",
        "Smartsheet-Hook-Id | 1",
        "smartsheet-anything | 1",
        "Transfer-Encoding | chunked",
        "X Y | 1",
        "X-A | tab\\u0001",
        "X-Ä | 1"
      })
  void item_148_when_a_custom_header_is_one_of_ours_then_it_is_refused(String name, String value) {
    var headers = ",\"customHeaders\":{\"%s\":\"%s\"}".formatted(name, value);

    assertThat(create(SmartRig.plan(URL, headers))).isEqualTo("400 1031");
    assertNothingMade();
  }

  @Test
  void when_there_are_too_many_custom_headers_then_they_are_refused() {
    var many = new StringBuilder();
    IntStream.range(0, 21)
        .forEach(i -> many.append(i == 0 ? "" : ",").append("\"X-" + i + "\":\"1\""));
    var large = "\"X-A\":\"" + "x".repeat(5000) + "\",\"X-B\":\"" + "x".repeat(5000) + "\"";

    assertThat(create(SmartRig.plan(URL, ",\"customHeaders\":{" + many + "}")))
        .isEqualTo("400 1061");
    assertThat(create(SmartRig.plan(URL, ",\"customHeaders\":{" + large + "}")))
        .isEqualTo("400 1031");
  }

  @Test
  void item_39_when_the_body_is_empty_or_no_json_then_the_error_says_so() {
    assertThat(create("")).isEqualTo("400 1024");
    assertThat(create("{")).isEqualTo("400 1008");
    assertThat(create("[]")).isEqualTo("400 1008");
    assertThat(user.call("POST", "", "{}", Map.of("content-type", "text/plain")).error())
        .isEqualTo("415 1124");
    assertThat(user.call("POST", "", "{}", Map.of("content-type", "")).error())
        .isEqualTo("400 1011");
    assertNothingMade();
  }

  @Test
  void item_41_when_a_plan_has_100_webhooks_then_no_more_fit_until_one_goes() {
    var first = user.given(SmartRig.plan(URL, ""));
    for (int i = 1; i < 100; i++) {
      user.given(SmartRig.plan(URL, ""));
    }

    assertThat(create(SmartRig.plan(URL, ""))).isEqualTo("400 1061");
    assertThat(user.given(SmartRig.body("plan", 5, URL, "[\"*.*\"]", ""))).isPositive();
    user.call("DELETE", "/" + first, null).orFail();
    assertThat(user.given(SmartRig.plan(URL, ""))).isPositive();
  }

  @Test
  void item_42_when_a_sheet_has_all_the_webhooks_it_may_have_then_no_more_fit(@TempDir Path other) {
    var settings = SmartRig.settings(Map.of("sheetlimit", "3"), false);
    long kept;
    try (var small = new SmartRig(other, settings, false)) {
      var somebody = small.givenUser();
      for (int i = 0; i < 3; i++) {
        somebody.given(SmartRig.sheet(URL, ""));
      }
      assertThat(somebody.call("POST", "", SmartRig.sheet(URL, "")).error()).isEqualTo("400 1061");
      kept = somebody.call("GET", "", null).body().get("data").size();
    }
    assertThat(kept).isEqualTo(3);
  }

  @Test
  void item_43_when_enabled_is_false_then_it_says_only_what_is_so() {
    assertThat(user.given(SmartRig.sheet(URL, ",\"enabled\":false"))).isPositive();
  }

  @Test
  void when_a_text_is_too_long_then_the_error_tells_how_long_it_may_be() {
    var name = SmartRig.sheet(URL, "").replace("order changes", "n".repeat(256));

    assertThat(create(name)).isEqualTo("400 1041");
    assertThat(create(SmartRig.sheet(URL + "p".repeat(2048), ""))).isEqualTo("400 1041");
    assertNothingMade();
  }
}
