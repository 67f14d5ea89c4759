package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What else can be done with a webhook: states, tests, lists, and what only its vendor may. */
class WebhookRoutesTest extends WebhookTest {

  @Test
  void when_it_is_paused_and_resumed_then_its_state_tells() {
    var path = ALL + "/" + rig.givenWebhook(key, MINIMAL);

    assertThat(rig.post(path + "/pause", key, null).body().get("state").asString())
        .isEqualTo("paused");
    assertThat(rig.post(path + "/pause", key, null).header("ETag")).isEqualTo("\"2\"");
    assertThat(rig.post(path + "/resume", key, null).body().get("state").asString())
        .isEqualTo("active");
  }

  @Test
  void when_belfry_disabled_it_then_resume_makes_it_active_and_pause_is_forbidden() {
    var tenant = rig.givenTenant();
    var own = rig.givenKey(tenant);
    var id = rig.givenWebhook(own, MINIMAL);
    change(tenant, id, old -> old.in(WebhookState.DISABLED, "gone"));
    var path = ALL + "/" + id;

    assertThat(rig.get(path, own).body().get("stateReason").asString()).isEqualTo("gone");
    assertThat(rig.post(path + "/pause", own, null).status()).isEqualTo(409);
    var resumed = rig.post(path + "/resume", own, null).body();
    assertThat(resumed.get("state").asString()).isEqualTo("active");
    assertThat(resumed.get("stateReason").isNull()).isTrue();
  }

  @Test
  void when_it_is_tested_then_the_attempt_is_answered_also_when_it_failed() {
    try (var receiver = FakeReceiver.start()) {
      receiver.script("/in").always(Reply.status(500).with("X-Why", "no").body("sorry"));
      var path = ALL + "/" + rig.givenWebhook(key, "{\"url\":\"" + receiver.url("/in") + "\"}");

      var answer = rig.post(path + "/test", key, null);

      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      var attempt = answer.body();
      assertThat(attempt.propertyNames())
          .containsExactly("number", "at", "durationMs", "status", "error", "headers", "body");
      assertThat(attempt.get("status").asInt()).isEqualTo(500);
      assertThat(attempt.get("error").asString()).isEqualTo("status");
      assertThat(attempt.get("headers").get("x-why").asString()).isEqualTo("no");
      assertThat(attempt.get("body").asString()).isEqualTo("sorry");
    }
  }

  @Test
  void when_webhooks_are_listed_then_filters_and_pages_hold() {
    var own = rig.givenKey();
    var made = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(
          rig.givenWebhook(
              own, "{\"url\":\"https://h" + i + ".example/\",\"types\":[\"t" + i + ".*\"]}"));
    }
    rig.post(ALL + "/" + made.get(0) + "/pause", own, null);

    assertThat(ids(own, "")).isEqualTo(made);
    assertThat(ids(own, "?state=paused")).containsExactly(made.get(0));
    assertThat(ids(own, "?url=h1.ex")).containsExactly(made.get(3));
    assertThat(ids(own, "?type=t2.x")).containsExactly(made.get(2));
    assertThat(ids(own, "?type=t2.*")).containsExactly(made.get(2));
    assertThat(ids(own, "?dialect=apify")).isEmpty();
    var first = rig.get(ALL + "?limit=4&state=active", own).body();
    assertThat(first.get("next").isNull()).isTrue();
    var page = rig.get(ALL + "?limit=2", own).body();
    assertThat(ids(own, "?limit=2&cursor=" + page.get("next").asString()))
        .containsExactly(made.get(2), made.get(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=251",
        "?limit=x",
        "?limit=",
        "?limit=1&limit=1",
        "?typo=1",
        "?cursor=x",
        "?cursor=",
        "?cursor=d2hfMQ",
        "?state=odd",
        "?state=%",
        "?state=PAUSED",
        "?since=now",
        "?cursor=ZXZ0XzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
      })
  void when_a_query_is_wrong_then_it_is_refused(String query) {
    var answer = rig.get(ALL + query, key);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void when_the_operator_names_no_tenant_then_lists_span_all_and_the_rest_is_refused() {
    var tenant = rig.givenTenant();
    var id = rig.givenWebhook(rig.givenKey(tenant), MINIMAL);

    var listed = rig.get(ALL + "?limit=1", ApiRig.ADMIN).body().get("data").get(0);

    assertThat(listed.get("id").asString()).isEqualTo(id);
    assertThat(listed.get("tenant").asString()).isEqualTo(tenant.value());
    assertThat(rig.get(ALL + "/" + id, ApiRig.ADMIN).status()).isEqualTo(400);
    assertThat(rig.post(ALL, ApiRig.ADMIN, "{").status()).isEqualTo(400);
    var named = rig.get(ALL + "/" + id, ApiRig.ADMIN, "Belfry-Tenant", tenant.value());
    assertThat(named.status()).isEqualTo(200);
    assertThat(named.body().has("tenant")).isFalse();
    assertThat(rig.get(ALL, ApiRig.ADMIN, "Belfry-Tenant", "nobody").status()).isEqualTo(404);
  }

  @Test
  void when_a_webhook_is_a_vendors_then_only_some_of_it_can_be_changed_here() {
    var tenant = rig.givenTenant();
    var own = rig.givenKey(tenant);
    var id = rig.givenWebhook(own, MINIMAL);
    change(tenant, id, old -> ofVendor(old));
    var path = ALL + "/" + id;

    var changed =
        rig.patch(path, own, "{\"name\":\"n\",\"metadata\":{\"a\":\"b\"},\"maxInFlight\":2}");

    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.body().get("vendorId").asString()).isEqualTo("v-1");
    assertThat(changed.body().get("maxInFlight").asInt()).isEqualTo(2);
    assertThat(rig.patch(path, own, "{\"url\":\"https://b.example/\"}").status()).isEqualTo(409);
    assertThat(rig.patch(path, own, "{\"typo\":1}").status()).isEqualTo(422);
    assertThat(rig.delete(path, own).status()).isEqualTo(409);
    assertThat(rig.post(path + "/test", own, null).status()).isEqualTo(409);
    assertThat(rig.post(path + "/pause", own, null).status()).isEqualTo(200);
  }

  private List<String> ids(String by, String query) {
    return rig.get(ALL + query, by)
        .body()
        .get("data")
        .valueStream()
        .map(webhook -> webhook.get("id").asString())
        .toList();
  }

  private void change(
      dev.belfry.engine.tenant.TenantId tenant,
      String id,
      java.util.function.UnaryOperator<Registration> how) {
    rig.engine
        .webhooks()
        .change(tenant, WebhookId.parse(id).orElseThrow(), OptionalLong.empty(), how, Actor.BELFRY);
  }

  private static Registration ofVendor(Registration old) {
    return new Registration(
        "vendor",
        "v-1",
        old.name(),
        old.description(),
        old.metadata(),
        old.wants(),
        old.target(),
        old.binary(),
        List.of(),
        old.secrets(),
        old.retry(),
        old.pace(),
        old.state(),
        old.stateReason(),
        "{\"theirs\":1}");
  }
}
