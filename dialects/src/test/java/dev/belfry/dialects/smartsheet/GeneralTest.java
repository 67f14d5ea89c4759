package dev.belfry.dialects.smartsheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.AuditEntry;
import dev.belfry.engine.tenant.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Part A, "Transport and authentication" and rates; the items' numbers are in the names. */
class GeneralTest extends SmartTest {

  /** Method, path below the collection, body. */
  private List<List<String>> operations(long id) {
    return List.of(
        List.of("GET", "", ""),
        List.of("POST", "", SmartRig.sheet(URL, "")),
        List.of("GET", "/" + id, ""),
        List.of("PUT", "/" + id, "{\"name\":\"n\"}"),
        List.of("POST", "/" + id + "/resetsharedsecret", ""),
        List.of("DELETE", "/" + id, ""));
  }

  @Test
  void items_1_2_and_3_when_there_is_no_good_token_then_the_error_tells_which_way() {
    var expired =
        rig.engine
            .keys()
            .create(user.id, Set.of(Scope.MANAGE), rig.clock.instant().plusSeconds(60), Actor.ADMIN)
            .secret();
    rig.clock.advance(Duration.ofSeconds(61));
    for (var operation : operations(1)) {
      var method = operation.getFirst();
      var target = SmartRig.WEBHOOKS + operation.get(1);

      assertThat(rig.ask(method, target, operation.get(2), Map.of()).error()).isEqualTo("401 1001");
      assertThat(asked(method, target, operation.get(2), "Basic eDp5")).isEqualTo("401 1001");
      assertThat(asked(method, target, operation.get(2), "Bearer nope")).isEqualTo("401 1002");
      assertThat(asked(method, target, operation.get(2), "Bearer " + expired))
          .isEqualTo("401 1003");
    }
  }

  private String asked(String method, String target, String body, String authorization) {
    return rig.ask(
            method,
            target,
            body,
            Map.of("authorization", authorization, "content-type", "application/json"))
        .error();
  }

  @Test
  void item_4_when_a_token_lacks_the_scope_then_all_six_are_forbidden() {
    var id = user.given(SmartRig.sheet(URL, ""));
    var reader = user.with(rig.newKey(user.id, Scope.READ, Scope.SEND).secret());

    for (var operation : operations(id)) {
      assertThat(reader.call(operation.getFirst(), operation.get(1), operation.get(2)).error())
          .as("%s", operation)
          .isEqualTo("403 1004");
    }
    assertThat(user.call("GET", "", null).body().get("data")).hasSize(1);
  }

  @Test
  void items_5_and_6_when_something_is_wrong_then_the_error_has_code_message_and_ref_id() {
    var answers =
        List.of(
            rig.ask("GET", SmartRig.WEBHOOKS, "", Map.of()),
            user.call("GET", "/1", null),
            user.call("POST", "", "{"),
            user.call("PATCH", "/1", "{}"));

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.body().propertyNames())
              .containsExactly("errorCode", "message", "refId");
          assertThat(answer.body().get("errorCode").isNumber()).isTrue();
          assertThat(answer.body().get("message").stringValue()).isNotEmpty();
          assertThat(answer.body().get("refId").stringValue()).matches("[0-9a-z]{6,12}");
          assertThat(contentType(answer)).startsWith("application/json");
        });
  }

  private static String contentType(SmartRig.Answer answer) {
    return answer.response().headers().stream()
        .filter(field -> field.name().equals("Content-Type"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void items_6_7_and_9_when_all_six_succeed_then_each_is_200_with_json_also_with_a_content_type() {
    var id = user.given(SmartRig.sheet(URL, ""));

    for (var operation : operations(id)) {
      var answer = user.call(operation.getFirst(), operation.get(1), operation.get(2));
      assertThat(answer.status()).as("%s", operation).isEqualTo(200);
      assertThat(contentType(answer)).startsWith("application/json");
    }
  }

  @Test
  void item_8_when_the_path_is_of_another_version_then_it_is_not_supported() {
    var headers = Map.of("authorization", "Bearer " + user.token);

    assertThat(rig.ask("GET", "/smartsheet/1.1/webhooks", "", headers).error())
        .isEqualTo("404 1007");
    assertThat(rig.ask("GET", "/smartsheet/webhooks", "", headers).error()).isEqualTo("404 1007");
  }

  @Test
  void item_10_when_an_integration_names_itself_then_no_answer_changes_and_it_is_on_record() {
    var source = Map.of("smartsheet-integration-source", "APPLICATION,Acme,order-sync");
    var made = user.call("POST", "", SmartRig.sheet(URL, ""), source).orFail().body().get("result");
    var id = made.get("id").longValue();

    var with = user.call("GET", "/" + id, null, source).body();

    assertThat(with).isEqualTo(user.shown(id));
    assertThat(with).isEqualTo(made);
    user.call("PUT", "/" + id, "{\"name\":\"n\"}", source).orFail();
    user.call("POST", "/" + id + "/resetsharedsecret", "", source).orFail();
    assertThat(user.call("GET", "", null, source).status()).isEqualTo(200);
    user.call("DELETE", "/" + id, null, source).orFail();
    assertThat(audit().stream().filter(entry -> entry.action().startsWith("webhook.")))
        .hasSize(4)
        .allSatisfy(entry ->
            assertThat(entry.detail())
                .contains("\"note\":{\"integrationSource\":\"APPLICATION,Acme,order-sync\"}"));
  }

  private List<AuditEntry> audit() {
    return rig.engine
        .audit()
        .list(
            rig.engine.tenants().number(user.id),
            null,
            null,
            null,
            100,
            _ -> java.util.Optional.empty())
        .entries();
  }

  @ParameterizedTest
  @ValueSource(strings = {"APPLICATION", "APPLICATION,Acme", "ROBOT,Acme,x", ",Acme,x", "AI, ,x"})
  void item_10_when_an_integration_names_itself_badly_then_it_is_refused(String source) {
    var headers = Map.of("smartsheet-integration-source", source);

    assertThat(user.call("POST", "", SmartRig.sheet(URL, ""), headers).error())
        .isEqualTo("400 1011");
    assertThat(user.call("GET", "", null, headers).error()).isEqualTo("400 1011");
    assertThat(user.call("GET", "", null).body().get("data")).isEmpty();
  }

  @Test
  void item_11_when_the_method_is_none_then_405() {
    for (var path : List.of("", "/7", "/7/resetsharedsecret")) {
      assertThat(user.call("PATCH", path, "{}").error()).isEqualTo("405 1010");
    }
    assertThat(user.call("DELETE", "", null).error()).isEqualTo("405 1010");
    assertThat(user.call("GET", "/7/resetSharedSecret", null).error()).isEqualTo("405 1010");
  }

  @Test
  void item_12_when_the_path_is_unknown_then_404() {
    var headers = Map.of("authorization", "Bearer " + user.token);

    for (var path :
        List.of("/smartsheet/2.0/sheets", "/smartsheet/2.0/", "/smartsheet/2.0/webhooks/")) {
      assertThat(rig.ask("GET", path, "", headers).error()).as(path).isEqualTo("404 1006");
    }
    assertThat(user.call("POST", "/7/resend", "").error()).isEqualTo("404 1006");
    assertThat(user.call("GET", "/7/resend", null).error()).isEqualTo("404 1006");
    assertThat(user.call("GET", "/seven", null).error()).isEqualTo("404 1006");
  }

  @Test
  void item_13_when_headers_are_unknown_then_they_are_ignored() {
    var headers = new TreeMap<String, String>();
    headers.put("Assume-User", "jane.doe%40example.com");
    headers.put("Smartsheet-Change-Agent", "agent1");
    headers.put("X-Whatever", "1");

    assertThat(user.call("GET", "", null, headers).status()).isEqualTo(200);
  }

  @Test
  void item_14_when_numeric_dates_are_asked_for_then_dates_are_milliseconds() {
    var id = user.given(SmartRig.sheet(URL, ""));
    var millis = rig.clock.instant().toEpochMilli();

    var shown = user.call("GET", "/" + id + "?numericDates=true", null).body();
    var listed = user.call("GET", "?numericDates=true", null).body().at("/data/0");

    assertThat(shown.get("createdAt").longValue()).isEqualTo(millis);
    assertThat(listed.get("modifiedAt").longValue()).isEqualTo(millis);
    assertThat(user.call("GET", "?numericDates=maybe", null).error()).isEqualTo("400 1018");
  }

  @Test
  void when_the_client_takes_no_json_then_406() {
    assertThat(user.call("GET", "", null, Map.of("accept", "text/html")).error())
        .isEqualTo("406 1052");
    for (var accept : List.of("*/*", "text/html, application/json;q=0.5", "application/*")) {
      assertThat(user.call("GET", "", null, Map.of("accept", accept)).status()).isEqualTo(200);
    }
  }

  @Test
  void items_152_and_153_when_the_rate_is_passed_then_429_without_effect(@TempDir Path other) {
    try (var slow = new SmartRig(other, SmartRig.settings(Map.of("rate", "3"), false), false)) {
      var eager = slow.givenUser();
      var id = eager.given(SmartRig.sheet(URL, ""));
      eager.given(SmartRig.sheet(URL, ""));
      eager.shown(id);

      assertThat(eager.call("POST", "", SmartRig.sheet(URL, "")).error()).isEqualTo("429 4003");
      assertThat(eager.call("DELETE", "/" + id, null).error()).isEqualTo("429 4003");
      slow.clock.advance(Duration.ofSeconds(20));

      assertThat(eager.call("GET", "", null).body().get("data")).hasSize(2);
      assertThat(eager.call("GET", "", null).error()).isEqualTo("429 4003");
      assertThat(slow.givenUser().call("GET", "", null).status()).isEqualTo(200);
    }
  }
}
