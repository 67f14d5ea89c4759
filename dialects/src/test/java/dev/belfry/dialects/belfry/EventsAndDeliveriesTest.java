package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.tenant.Scope;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EventsAndDeliveriesTest extends ApiTest {

  private FakeReceiver receiver;

  @BeforeAll
  void openReceiver() {
    receiver = FakeReceiver.start();
    receiver.script("/ok").always(Reply.status(200).body("thanks"));
    receiver.script("/no").always(Reply.status(500));
  }

  @AfterAll
  void closeReceiver() {
    receiver.close();
  }

  @Test
  void when_a_payload_is_erased_then_the_event_is_shown_without_data() {
    var key = rig.givenKey();
    var id =
        rig.post("/v1/events", key, "{\"type\":\"a\",\"data\":{\"name\":\"canary\"}}")
            .body()
            .get("id")
            .asString();

    assertThat(rig.delete("/v1/events/" + id + "/data", rig.givenKey()).status()).isEqualTo(404);
    assertThat(rig.delete("/v1/events/nonsense/data", key).status()).isEqualTo(404);
    assertThat(rig.delete("/v1/events/" + id + "/data", key).status()).isEqualTo(204);

    assertThat(rig.get("/v1/events/" + id, key).text()).contains(id).doesNotContain("canary");
    assertThat(rig.delete("/v1/events/" + id + "/data", key).status()).isEqualTo(204);
  }

  @Test
  void when_an_event_is_accepted_then_it_is_answered_shown_and_delivered() {
    var key = rig.givenKey();
    var webhook = givenWebhook(key, "/ok", "");

    var answer =
        send(key, "{\"type\":\"order.paid\",\"subject\":\"order/1\",\"data\":{ \"n\": 1.0 }}");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.text())
        .matches("\\{\"id\":\"evt_[0-9A-Z]{26}\",\"deliveries\":1,\"duplicate\":false}");
    var id = answer.body().get("id").asString();
    Eventually.passes(
        ApiRig.SOON,
        () ->
            assertThat(event(key, id).get("deliveries").toString())
                .isEqualTo("{\"pending\":0,\"delivered\":1,\"dead\":0,\"cancelled\":0}"));
    var shown = rig.get("/v1/events/" + id, key);
    assertThat(shown.text()).contains("\"data\":{ \"n\": 1.0 }");
    assertThat(shown.body().propertyNames())
        .containsExactly("id", "acceptedAt", "event", "deliveries");
    assertThat(shown.body().get("event").get("id").asString()).isEqualTo(id);
    assertThat(shown.body().get("event").get("subject").asString()).isEqualTo("order/1");
    var deliveries = rig.get("/v1/events/" + id + "/deliveries", key).body().get("data");
    assertThat(deliveries).hasSize(1);
    var delivery = rig.get("/v1/deliveries/" + deliveries.get(0).get("id").asString(), key).body();
    assertThat(delivery.propertyNames())
        .containsExactly(
            "id",
            "event",
            "webhook",
            "type",
            "state",
            "reason",
            "attemptCount",
            "nextAttemptAt",
            "createdAt",
            "settledAt",
            "attempts");
    assertThat(delivery.get("webhook").asString()).isEqualTo(webhook);
    assertThat(delivery.get("state").asString()).isEqualTo("delivered");
    assertThat(delivery.get("attempts").get(0).get("body").asString()).isEqualTo("thanks");
    assertThat(deliveries.get(0).has("attempts")).isFalse();
  }

  @Test
  void when_an_event_is_sent_again_then_the_first_answer_comes_with_duplicate() {
    var key = rig.givenKey();
    givenWebhook(key, "/ok", "");
    var event = "{\"id\":\"A\",\"type\":\"a\",\"data\":[1]}";

    var first = send(key, event).body();
    var again = send(key, event).body();
    var other = send(key, "{\"id\":\"A\",\"type\":\"a\",\"data\":[1 ]}");

    assertThat(again.get("id")).isEqualTo(first.get("id"));
    assertThat(again.get("deliveries")).isEqualTo(first.get("deliveries"));
    assertThat(again.get("duplicate").asBoolean()).isTrue();
    assertThat(other.status()).isEqualTo(409);
    assertThat(send(rig.givenKey(), event).body().get("duplicate").asBoolean()).isFalse();
  }

  @Test
  void when_a_batch_comes_then_it_is_answered_in_order_or_nothing_is_kept() {
    var key = rig.givenKey();

    var answer =
        send(
            key,
            "[{\"id\":\"1\",\"type\":\"a\"},{\"id\":\"2\",\"type\":\"b\"},{\"id\":\"1\",\"type\":\"a\"}]");
    var wrong = send(key, "[{\"type\":\"good\"},{\"type\":\"\"}]");
    var conflict = send(key, "[{\"type\":\"good\"},{\"id\":\"2\",\"type\":\"other\"}]");

    assertThat(answer.status()).isEqualTo(202);
    var data = answer.body().get("data");
    assertThat(data).hasSize(3);
    assertThat(data.get(2).get("id")).isEqualTo(data.get(0).get("id"));
    assertThat(data.get(2).get("duplicate").asBoolean()).isTrue();
    assertThat(wrong.pointers()).containsExactly("/1/type");
    assertThat(conflict.status()).isEqualTo(409);
    assertThat(conflict.pointers()).containsExactly("/1/id");
    assertThat(send(key, "[]").text()).isEqualTo("{\"data\":[]}");
    assertThat(rig.get("/v1/events?type=good", key).body().get("data")).isEmpty();
  }

  @Test
  void when_an_event_comes_in_headers_then_it_is_kept_as_it_came() {
    var key = rig.givenKey(rig.givenTenant(), Scope.SEND, Scope.READ);

    var answer =
        rig.post(
            "/v1/events",
            key,
            "\u0001\r\n",
            "ce-type",
            "bin",
            "ce-subject",
            "%C3%A9",
            "content-type",
            "image/png");

    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    var event = event(key, answer.body().get("id").asString()).get("event");
    assertThat(event.get("subject").asString()).isEqualTo("é");
    assertThat(event.get("datacontenttype").asString()).isEqualTo("image/png");
    assertThat(event.get("data_base64").asString()).isEqualTo("AQ0K");
  }

  @Test
  void when_events_are_listed_then_filters_and_pages_hold_and_data_is_left_out() {
    var key = rig.givenKey();
    var ids = new ArrayList<String>();
    for (int i = 0; i < 6; i++) {
      ids.addFirst(
          send(key, "{\"type\":\"t%d\",\"subject\":\"s\",\"data\":\"secret\"}".formatted(i % 2))
              .body()
              .get("id")
              .asString());
    }

    assertThat(ids(key, "/v1/events", "")).isEqualTo(ids);
    assertThat(ids(key, "/v1/events", "limit=2")).isEqualTo(ids);
    assertThat(ids(key, "/v1/events", "type=t0&limit=1"))
        .containsExactly(ids.get(1), ids.get(3), ids.get(5));
    assertThat(ids(key, "/v1/events", "type=t*&limit=1")).isEqualTo(ids);
    assertThat(ids(key, "/v1/events", "type=t0*")).hasSize(3);
    assertThat(ids(key, "/v1/events", "type=*t&subject=s")).isEmpty();
    assertThat(ids(key, "/v1/events", "subject=other")).isEmpty();
    var future = Instant.now().plusSeconds(60);
    assertThat(ids(key, "/v1/events", "since=" + future)).isEmpty();
    assertThat(ids(key, "/v1/events", "until=" + future)).isEqualTo(ids);
    assertThat(rig.get("/v1/events", key).text()).doesNotContain("secret");
    assertThat(rig.get("/v1/events", key).body().get("data").get(0).get("event").has("type"))
        .isTrue();
  }

  @Test
  void when_a_delivery_waits_then_it_can_be_retried_and_cancelled() {
    var key = rig.givenKey();
    givenWebhook(key, "/no", ",\"retry\":{\"schedule\":[\"1h\"],\"jitter\":0}");
    send(key, "{\"type\":\"a\"}");
    var path = "/v1/deliveries/" + deliveryAfterAttempts(key, 1).get("id").asString();

    assertThat(rig.get(path, key).body().get("nextAttemptAt").isNull()).isFalse();
    assertThat(rig.post(path + "/retry", key, null).status()).isEqualTo(202);
    Eventually.passes(
        ApiRig.SOON,
        () -> assertThat(rig.get(path, key).body().get("state").asString()).isEqualTo("dead"));
    assertThat(rig.get(path, key).body().get("attempts")).hasSize(2);
    assertThat(rig.post(path + "/cancel", key, null).status()).isEqualTo(409);

    var again = rig.post(path + "/retry", key, null);
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.body().get("state").asString()).isEqualTo("pending");
    deliveryAfterAttempts(key, 3);
    var cancelled = rig.post(path + "/cancel", key, null);
    assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
    assertThat(cancelled.body().get("state").asString()).isEqualTo("cancelled");
  }

  @Test
  void when_a_delivery_was_delivered_then_retry_is_forbidden() {
    var key = rig.givenKey();
    givenWebhook(key, "/ok", "");
    send(key, "{\"type\":\"a\"}");
    var path = "/v1/deliveries/" + deliveryAfterAttempts(key, 1).get("id").asString();

    var answer = rig.post(path + "/retry", key, null);

    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.body().get("detail").asString()).contains("replay");
  }

  @Test
  void when_deliveries_are_listed_then_filters_hold() {
    var key = rig.givenKey();
    var one = givenWebhook(key, "/ok", "");
    var two = givenWebhook(key, "/ok", "");
    var event = send(key, "{\"type\":\"a\"}").body().get("id").asString();
    send(key, "{\"type\":\"a\"}");
    Eventually.passes(
        ApiRig.SOON, () -> assertThat(ids(key, "/v1/deliveries", "state=delivered")).hasSize(4));

    assertThat(ids(key, "/v1/deliveries", "webhook=" + one + "&limit=1")).hasSize(2);
    assertThat(ids(key, "/v1/deliveries", "webhook=" + two + "&event=" + event)).hasSize(1);
    assertThat(ids(key, "/v1/deliveries", "event=" + event + "&limit=1")).hasSize(2);
    assertThat(ids(key, "/v1/deliveries", "state=dead")).isEmpty();
    assertThat(ids(key, "/v1/events/" + event + "/deliveries", "webhook=" + one)).hasSize(1);
  }

  @Test
  void when_deliveries_are_told_by_type_or_subject_then_others_are_left_out() {
    var key = rig.givenKey();
    var one = givenWebhook(key, "/ok", "");
    givenWebhook(key, "/ok", "");
    var first =
        send(key, "{\"type\":\"order.paid\",\"subject\":\"order/1\"}").body().get("id").asString();
    send(key, "{\"type\":\"order.lost\",\"subject\":\"order/1\"}");
    send(key, "{\"type\":\"user.made\"}");
    Eventually.passes(
        ApiRig.SOON, () -> assertThat(ids(key, "/v1/deliveries", "state=delivered")).hasSize(6));
    var all = "/v1/deliveries";

    assertThat(ids(key, all, "type=order.paid")).isEqualTo(ids(key, all, "event=" + first));
    assertThat(ids(key, all, "type=order.*&limit=1")).hasSize(4);
    assertThat(ids(key, all, "subject=order/1&limit=3")).hasSize(4);
    assertThat(ids(key, all, "type=order.*&webhook=" + one + "&state=delivered")).hasSize(2);
    assertThat(ids(key, all, "type=order.paid&event=" + first)).hasSize(2);
    assertThat(ids(key, all, "type=order.lost&event=" + first)).isEmpty();
    assertThat(ids(key, all, "subject=order/2&event=" + first)).isEmpty();
    assertThat(ids(key, all, "type=order.*&state=dead")).isEmpty();
    assertThat(ids(key, all, "type=order&limit=1")).isEmpty();
    assertThat(ids(rig.givenKey(), all, "type=order.*")).isEmpty();
    assertThat(rig.get("/v1/deliveries?type=a&type=b", key).status()).isEqualTo(400);
    assertThat(rig.get("/v1/events/" + first + "/deliveries?type=a", key).status()).isEqualTo(400);
  }

  @Test
  void when_the_operator_names_no_tenant_then_lists_tell_the_tenant() {
    var tenant = rig.givenTenant();
    var key = rig.givenKey(tenant);
    givenWebhook(key, "/ok", "");
    var event = send(key, "{\"type\":\"a\"}").body().get("id").asString();

    for (var target :
        List.of("/v1/events", "/v1/deliveries", "/v1/events/" + event + "/deliveries")) {
      var item = rig.get(target + "?limit=1", ApiRig.ADMIN).body().get("data").get(0);
      assertThat(item.get("tenant").asString()).as(target).isEqualTo(tenant.value());
    }
    assertThat(rig.get("/v1/events/" + event, ApiRig.ADMIN).status()).isEqualTo(400);
    assertThat(send(ApiRig.ADMIN, "{\"type\":\"a\"}").status()).isEqualTo(400);
  }

  @Test
  void when_something_was_changed_then_the_audit_log_tells_who_did_what() {
    var tenant = rig.givenTenant();
    var key = rig.givenKey(tenant);
    var webhook = givenWebhook(key, "/ok", "");
    rig.post("/v1/webhooks/" + webhook + "/pause", key, null);

    var rows = rig.get("/v1/audit?limit=2", key).body();

    var row = rows.get("data").get(0);
    assertThat(row.propertyNames())
        .containsExactly("id", "at", "tenant", "actor", "action", "object", "detail");
    assertThat(row.get("action").asString()).isEqualTo("webhook.paused");
    assertThat(row.get("object").asString()).isEqualTo(webhook);
    assertThat(row.get("actor").asString()).startsWith("key_");
    assertThat(row.get("tenant").asString()).isEqualTo(tenant.value());
    assertThat(rows.get("next").isNull()).isFalse();
    assertThat(rig.get("/v1/audit", rig.givenKey()).body().get("data").valueStream())
        .allMatch(entry -> !entry.get("object").asString().equals(webhook));
  }

  @Test
  void when_the_operator_asks_for_upkeep_then_it_is_done() {
    assertThat(rig.post("/v1/admin/verify", ApiRig.ADMIN, null).text())
        .isEqualTo("{\"ok\":true,\"problems\":[]}");
    var backup = "{\"file\":\"/var/backups/belfry.db\",\"withKey\":true}";
    assertThat(rig.post("/v1/admin/backup", ApiRig.ADMIN, backup).status()).isEqualTo(200);
    assertThat(rig.post("/v1/admin/backup", ApiRig.ADMIN, backup).status()).isEqualTo(409);
    assertThat(rig.post("/v1/admin/backup", ApiRig.ADMIN, "{\"file\":\"x\"}").pointers())
        .containsExactly("/file");
    assertThat(rig.backups).containsExactly("/var/backups/belfry.db");
  }

  private String givenWebhook(String key, String path, String more) {
    return rig.givenWebhook(key, "{\"url\":\"" + receiver.url(path) + "\"" + more + "}");
  }

  private ApiRig.Answer send(String key, String json) {
    return rig.post("/v1/events", key, json);
  }

  private JsonNode event(String key, String id) {
    return rig.get("/v1/events/" + id, key).body();
  }

  /** The tenant's only delivery, once it had so many attempts. */
  private JsonNode deliveryAfterAttempts(String key, int attempts) {
    return Eventually.gets(
        attempts + " attempts",
        ApiRig.SOON,
        () -> {
          var data = rig.get("/v1/deliveries", key).body().get("data");
          return data.size() == 1 && data.get(0).get("attemptCount").asInt() == attempts
              ? data.get(0)
              : null;
        });
  }

  /** The ids of a whole list, page by page. */
  private List<String> ids(String key, String path, String query) {
    var ids = new ArrayList<String>();
    var cursor = "";
    do {
      var answer = rig.get(path + "?" + query + (query.isEmpty() ? "" : "&") + cursor, key);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      answer.body().get("data").forEach(item -> ids.add(item.get("id").asString()));
      var next = answer.body().get("next");
      cursor = next.isNull() ? "" : "cursor=" + next.asString();
    } while (!cursor.isEmpty());
    return ids;
  }
}
