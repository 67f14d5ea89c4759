package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.time.Duration;
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

  private static final Duration SOON = Duration.ofSeconds(60);

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
        SOON,
        () ->
            assertThat(explain(key, webhook, event).get("text").asString())
                .isEqualTo("Delivered to this webhook, after 1 attempt."));
  }

  @Test
  void when_it_waits_then_the_text_says_for_what() {
    var tenant = rig.givenTenant();
    var key = rig.givenKey(tenant);
    var webhook = givenWebhook(key, "'ordered':'subject'");
    rig.post("/v1/webhooks/" + webhook + "/pause", key, null);
    var first = send(key);
    var second = send(key);
    assertThat(text(key, webhook, first))
        .startsWith(
            "Owed to this webhook, no attempt so far. It waits while the webhook is paused, and goes"
                + " out when it is resumed.");

    rig.patch("/v1/tenants/" + tenant, ApiRig.ADMIN, "{\"suspended\":true}");
    rig.post(
        "/v1/webhooks/" + webhook + "/resume", ApiRig.ADMIN, null, "Belfry-Tenant", tenant.value());
    var path = "/v1/webhooks/" + webhook + "/explain?event=" + first;
    var suspended = rig.get(path, ApiRig.ADMIN, "Belfry-Tenant", tenant.value()).body();
    assertThat(suspended.get("text").asString()).contains("waits while the tenant is suspended");

    receiver.script("/in").always(Reply.status(500));
    rig.patch("/v1/tenants/" + tenant, ApiRig.ADMIN, "{\"suspended\":false}");
    Eventually.passes(
        SOON,
        () ->
            assertThat(text(key, webhook, first))
                .startsWith(
                    "Owed to this webhook, 1 attempt so far. The next attempt is due at 2"));
    var ahead = explain(key, webhook, first).get("delivery").asString();
    assertThat(text(key, webhook, second))
        .isEqualTo(
            "Owed to this webhook, no attempt so far. It waits for an earlier one of its subject: "
                + ahead
                + " comes first.");
    receiver.script("/in").always(Reply.status(200));
  }

  @Test
  void when_it_was_given_up_then_the_text_says_whether_it_can_be_sent_again() {
    var key = rig.givenKey();
    var webhook = givenWebhook(key, "");
    rig.post("/v1/webhooks/" + webhook + "/pause", key, null);
    var erased = send(key);
    var called = send(key);
    rig.delete("/v1/events/" + erased + "/data", key);
    var delivery = explain(key, webhook, called).get("delivery").asString();
    rig.post("/v1/deliveries/" + delivery + "/cancel", key, null);

    assertThat(text(key, webhook, called)).endsWith("cancelled: cancelled. It can be retried.");
    var told = explain(key, webhook, erased);
    assertThat(told.get("text").asString())
        .contains("cancelled: erased. The event's data was erased, so it cannot be sent again.");
    var retry = rig.post("/v1/deliveries/" + told.get("delivery").asString() + "/retry", key, null);
    assertThat(retry.status()).isEqualTo(409);
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

  private String text(String key, String webhook, String event) {
    return explain(key, webhook, event).get("text").asString();
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
