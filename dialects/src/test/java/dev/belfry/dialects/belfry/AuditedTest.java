package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Method;
import dev.belfry.dialects.Route;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** T82: every operation that changes something writes who, whose, what, before and after. */
class AuditedTest {

  /** Written by hand: a route that changes something and is not here fails the test. */
  private static final Map<String, String> ACTIONS =
      Map.ofEntries(
          Map.entry("POST /v1/tenants", "tenant.created"),
          Map.entry("PATCH /v1/tenants/{id}", "tenant.changed"),
          Map.entry("POST /v1/tenants/{id}/keys", "key.created"),
          Map.entry("DELETE /v1/tenants/{id}/keys/{key}", "key.deleted"),
          Map.entry("POST /v1/webhooks", "webhook.created"),
          Map.entry("PATCH /v1/webhooks/{id}", "webhook.changed"),
          Map.entry("POST /v1/webhooks/{id}/pause", "webhook.paused"),
          Map.entry("POST /v1/webhooks/{id}/resume", "webhook.resumed"),
          Map.entry("POST /v1/webhooks/{id}/test", "webhook.tested"),
          Map.entry("POST /v1/webhooks/{id}/secret/rotations", "webhook.secret_rotated"),
          Map.entry("DELETE /v1/webhooks/{id}", "webhook.deleted"),
          Map.entry("PUT /v1/event-types/{type}", "event_type.created"),
          Map.entry("DELETE /v1/event-types/{type}", "event_type.deleted"),
          Map.entry("POST /v1/deliveries/{id}/cancel", "delivery.cancelled"),
          Map.entry("POST /v1/deliveries/{id}/retry", "delivery.retried"),
          Map.entry("POST /v1/replays", "replay.created"),
          Map.entry("DELETE /v1/replays/{id}", "replay.cancelled"),
          Map.entry("DELETE /v1/events/{id}/data", "event.data_erased"),
          Map.entry("POST /v1/portal-links", "portal_link.created"),
          Map.entry("POST /v1/admin/backup", "store.backed_up"),
          Map.entry("DELETE /v1/tenants/{id}", "tenant.deleted"));

  /** What changes nothing: senders' events and questions, and a check. */
  private static final Set<String> NOT_AUDITED =
      Set.of("POST /v1/events", "POST /v1/events:ask", "POST /v1/admin/verify");

  private static final Set<String> OF_NO_TENANT =
      Set.of("DELETE /v1/tenants/{id}", "POST /v1/admin/backup");

  @TempDir private Path folder;
  private final List<String> done = new ArrayList<>();
  private String actor = "admin";
  private String key = ApiRig.ADMIN;

  @Test
  void when_any_operation_changes_something_then_one_row_tells_who_what_and_how_T82() {
    try (var rig = new ApiRig(folder)) {
      var changing =
          rig.routes.stream()
              .filter(route -> route.method() != Method.GET)
              .map(Route::toString)
              .filter(route -> !NOT_AUDITED.contains(route))
              .toList();
      assertThat(ACTIONS.keySet()).containsExactlyInAnyOrderElementsOf(changing);

      walk(rig);

      assertThat(done).containsExactlyInAnyOrderElementsOf(changing);
    }
  }

  /** Every operation once, in an order in which each can be done. */
  private void walk(ApiRig rig) {
    act(rig, "POST /v1/tenants", "/v1/tenants", "{\"id\":\"acme\"}");
    act(rig, "PATCH /v1/tenants/{id}", "/v1/tenants/acme", "{\"name\":\"n\"}");
    var made = act(rig, "POST /v1/tenants/{id}/keys", "/v1/tenants/acme/keys", "{}");
    key = made.get("secret").asString();
    actor = made.get("id").asString();
    webhook(rig);
    act(rig, "PUT /v1/event-types/{type}", "/v1/event-types/a.b", "{\"schema\":{}}");
    act(rig, "DELETE /v1/event-types/{type}", "/v1/event-types/a.b", null);
    act(rig, "POST /v1/portal-links", "/v1/portal-links", "{}");
    key = ApiRig.ADMIN;
    var keyId = actor;
    actor = "admin";
    act(rig, "DELETE /v1/tenants/{id}/keys/{key}", "/v1/tenants/acme/keys/" + keyId, null);
    act(rig, "POST /v1/admin/backup", "/v1/admin/backup", "{\"file\":\"/tmp/copy.db\"}");
    act(rig, "DELETE /v1/tenants/{id}", "/v1/tenants/acme?confirm=acme", null);
  }

  private void webhook(ApiRig rig) {
    var url = "{\"url\":\"http://127.0.0.1:65000/\"}";
    var id = act(rig, "POST /v1/webhooks", "/v1/webhooks", url).get("id").asString();
    var path = "/v1/webhooks/" + id;
    act(rig, "PATCH /v1/webhooks/{id}", path, "{\"name\":\"n\"}");
    act(rig, "POST /v1/webhooks/{id}/test", path + "/test", null);
    act(rig, "POST /v1/webhooks/{id}/secret/rotations", path + "/secret/rotations", "{}");
    act(rig, "POST /v1/webhooks/{id}/pause", path + "/pause", null);
    deliveries(rig, id);
    act(rig, "POST /v1/webhooks/{id}/resume", path + "/resume", null);
    act(rig, "DELETE /v1/webhooks/{id}", path, null);
  }

  private void deliveries(ApiRig rig, String webhook) {
    var event = rig.post("/v1/events", key, "{\"type\":\"a\",\"data\":1}").body();
    var eventPath = "/v1/events/" + event.get("id").asString();
    var delivery = rig.get(eventPath + "/deliveries", key).body().at("/data/0/id").asString();
    var path = "/v1/deliveries/" + delivery;
    act(rig, "POST /v1/deliveries/{id}/cancel", path + "/cancel", null);
    givenOthersCancelled(rig);
    var replay =
        act(
            rig,
            "POST /v1/replays",
            "/v1/replays",
            """
            {"webhook":"%s","since":"2000-01-01T00:00:00Z","states":["cancelled"],
             "ratePerSecond":0.01}\
            """
                .formatted(webhook));
    act(rig, "DELETE /v1/replays/{id}", "/v1/replays/" + replay.get("id").asString(), null);
    act(rig, "POST /v1/deliveries/{id}/retry", path + "/retry", null);
    act(rig, "DELETE /v1/events/{id}/data", eventPath + "/data", null);
  }

  /** So that a replay which is slow enough is not done before it is called off. */
  private void givenOthersCancelled(ApiRig rig) {
    for (int i = 0; i < 3; i++) {
      rig.post("/v1/events", key, "{\"type\":\"a\"}");
    }
    rig.get("/v1/deliveries?state=pending", key)
        .body()
        .get("data")
        .forEach(
            one -> rig.post("/v1/deliveries/" + one.get("id").asString() + "/cancel", key, null));
  }

  private JsonNode act(ApiRig rig, String route, String target, @Nullable String body) {
    var before = log(rig).size();
    var answer = rig.call(route.substring(0, route.indexOf(' ')), target, key, body);
    assertThat(answer.status()).as("%s: %s", route, answer.text()).isBetween(200, 299);
    var log = log(rig);
    var rows = route.equals("DELETE /v1/tenants/{id}") ? 2 : 1; // it is suspended first
    assertThat(log).as(route).hasSize(before + rows);
    var row = log.get(0);
    assertThat(row.get("action").asString()).as(route).isEqualTo(ACTIONS.get(route));
    assertThat(row.get("actor").asString()).as(route).isEqualTo(actor);
    if (!OF_NO_TENANT.contains(route)) {
      assertThat(row.get("tenant").asString()).as(route).isEqualTo("acme");
    }
    assertThat(row.get("object").asString()).as(route).isNotEmpty();
    assertThat(row.get("detail").properties()).as(route).isNotEmpty();
    done.add(route);
    return answer.status() == 204 ? row : answer.body();
  }

  private static JsonNode log(ApiRig rig) {
    return rig.get("/v1/audit?limit=250", ApiRig.ADMIN).body().get("data");
  }
}
