package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ExplainTest extends ApiTest {

  private static final String EVENT =
      """
      {"id":"e-1","type":"order.paid","subject":"order/42","data":{"total":150,"big":9.5}}\
      """;

  private FakeReceiver receiver;

  @BeforeAll
  void openReceiver() {
    receiver = FakeReceiver.start();
  }

  @AfterAll
  void closeReceiver() {
    receiver.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | matched | true",
        "'types':['order.*'] | matched | true",
        "'types':['order.shipped','a.*'] | type | false",
        "'scope':{'subject':'order/42'} | matched | true",
        "'scope':{'subject':'order/43'} | scope | false",
        "'filter':'data.total > 100' | matched | true",
        "'filter':'data.total > 100.5 && data.big < 10' | matched | true",
        "'filter':'data.total > 200' | filter | false",
        "'filter':'data.typo > 200' | filter | false",
        "'types':['x'],'filter':'false' | type | false"
      })
  void when_it_is_asked_why_then_the_reason_is_told_and_fits_what_happened(
      String given, String reason, boolean matches) {
    var key = rig.givenKey();
    var webhook = givenWebhook(key, given);
    var event = send(key);

    var told = explain(key, webhook, event);

    assertThat(told.get("reason").asString()).as(told.toString()).isEqualTo(reason);
    assertThat(told.get("matches").asBoolean()).isEqualTo(matches);
    assertThat(told.get("delivery").isNull()).isEqualTo(!matches);
    assertThat(told.get("event").asString()).isEqualTo(event);
    assertThat(told.get("webhook").asString()).isEqualTo(webhook);
    assertThat(told.get("checks")).hasSize(5);
    assertThat(told.get("text").asString()).endsWith(".");
    var failed =
        told.get("checks").valueStream().filter(check -> !check.get("passed").asBoolean()).toList();
    assertThat(failed.isEmpty()).isEqualTo(matches);
  }

  @Test
  void when_a_member_is_missing_then_the_text_names_it() {
    var key = rig.givenKey();
    var webhook = givenWebhook(key, "'filter':'data.typo > 200'");

    assertThat(explain(key, webhook, send(key)).get("text").asString()).contains("typo");
  }

  @Test
  void when_the_webhook_was_made_later_or_is_off_then_that_is_the_reason() {
    var key = rig.givenKey();
    var before = send(key);
    var webhook = givenWebhook(key, "'types':['order.*']");

    var later = explain(key, webhook, before);
    assertThat(later.get("reason").asString()).isEqualTo("created_later");
    assertThat(later.get("delivery").isNull()).isTrue();
    rig.post("/v1/webhooks/" + webhook + "/pause", key, null);
    assertThat(explain(key, webhook, before).get("reason").asString()).isEqualTo("created_later");
  }

  @Test
  void when_the_webhook_was_changed_since_then_it_is_judged_as_it_is_today() {
    var key = rig.givenKey();
    var webhook = givenWebhook(key, "'types':['x']");
    var event = send(key);
    rig.patch("/v1/webhooks/" + webhook, key, "{\"types\":[\"*\"]}");

    var told = explain(key, webhook, event);

    assertThat(told.get("reason").asString()).isEqualTo("matched");
    assertThat(told.get("delivery").isNull()).isTrue();
    assertThat(told.get("text").asString()).contains("changed since");
    var next = send(key);
    rig.patch("/v1/webhooks/" + webhook, key, "{\"filter\":\"false\"}");
    var was = explain(key, webhook, next);
    assertThat(was.get("delivery").asString()).startsWith("dlv_");
    assertThat(was.get("reason").asString()).isEqualTo("filter");
  }

  @Test
  void when_it_was_delivered_then_the_text_says_so() {
    var key = rig.givenKey();
    var webhook = givenWebhook(key, "");
    var event = send(key);
    Eventually.passes(
        java.time.Duration.ofSeconds(10),
        () ->
            assertThat(explain(key, webhook, event).get("text").asString())
                .isEqualTo("Delivered to this webhook, after 1 attempt."));
  }

  @Test
  void when_the_question_is_malformed_or_anothers_then_it_is_refused() {
    var key = rig.givenKey();
    var webhook = givenWebhook(key, "");
    var path = "/v1/webhooks/" + webhook + "/explain";

    assertThat(rig.get(path, key).status()).isEqualTo(400);
    assertThat(rig.get(path + "?event=x", key).status()).isEqualTo(400);
    assertThat(rig.get(path + "?event=" + send(rig.givenKey()), key).status()).isEqualTo(404);
    assertThat(rig.get(path + "?event=" + send(key), rig.givenKey()).status()).isEqualTo(404);
  }

  private JsonNode explain(String key, String webhook, String event) {
    var answer = rig.get("/v1/webhooks/" + webhook + "/explain?event=" + event, key);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.body();
  }

  private String givenWebhook(String key, String members) {
    var more = members.isEmpty() ? "" : "," + members.replace('\'', '"');
    return rig.givenWebhook(key, "{\"url\":\"" + receiver.url("/in") + "\"" + more + "}");
  }

  private String send(String key) {
    var event = EVENT.replace("e-1", "e-" + System.nanoTime());
    return rig.post("/v1/events", key, event).body().get("id").asString();
  }
}
