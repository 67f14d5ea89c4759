package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Access;
import dev.belfry.dialects.Method;
import dev.belfry.dialects.Route;
import dev.belfry.engine.tenant.Scope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who may do what (T67), and that nothing of another tenant can be reached (T66). */
class AccessTest extends ApiTest {

  private static final String READ = "read manage admin";
  private static final String SEND = "send admin";
  private static final String MANAGE = "manage admin";
  private static final String ADMIN = "admin";
  private static final String OPEN = "read send manage admin";

  /** Written by hand: a route that is not here fails the test. */
  private static final Map<String, String> DECLARED =
      Map.ofEntries(
          Map.entry("POST /v1/tenants", ADMIN),
          Map.entry("GET /v1/tenants", ADMIN),
          Map.entry("GET /v1/tenants/{id}", ADMIN),
          Map.entry("PATCH /v1/tenants/{id}", ADMIN),
          Map.entry("DELETE /v1/tenants/{id}", ADMIN),
          Map.entry("POST /v1/tenants/{id}/keys", ADMIN),
          Map.entry("GET /v1/tenants/{id}/keys", ADMIN),
          Map.entry("DELETE /v1/tenants/{id}/keys/{key}", ADMIN),
          Map.entry("POST /v1/webhooks", MANAGE),
          Map.entry("GET /v1/webhooks", READ),
          Map.entry("GET /v1/webhooks/{id}", READ),
          Map.entry("PATCH /v1/webhooks/{id}", MANAGE),
          Map.entry("DELETE /v1/webhooks/{id}", MANAGE),
          Map.entry("POST /v1/webhooks/{id}/pause", MANAGE),
          Map.entry("POST /v1/webhooks/{id}/resume", MANAGE),
          Map.entry("POST /v1/webhooks/{id}/test", MANAGE),
          Map.entry("POST /v1/webhooks/{id}/secret/rotations", MANAGE),
          Map.entry("GET /v1/webhooks/{id}/jwks", OPEN),
          Map.entry("GET /v1/webhooks/{id}/explain", READ),
          Map.entry("GET /v1/event-types", READ),
          Map.entry("PUT /v1/event-types/{type}", MANAGE),
          Map.entry("GET /v1/event-types/{type}", READ),
          Map.entry("DELETE /v1/event-types/{type}", MANAGE),
          Map.entry("GET /v1/stats", READ),
          Map.entry("GET /v1/stats/steps", READ),
          Map.entry("GET /v1/stats/worst", READ),
          Map.entry("GET /v1/admin/stats/steps", ADMIN),
          Map.entry("GET /v1/admin/stats/worst", ADMIN),
          Map.entry("POST /v1/events", SEND),
          Map.entry("POST /v1/events:ask", SEND),
          Map.entry("GET /v1/events", READ),
          Map.entry("GET /v1/events/{id}", READ),
          Map.entry("GET /v1/events/{id}/deliveries", READ),
          Map.entry("GET /v1/deliveries", READ),
          Map.entry("GET /v1/deliveries/{id}", READ),
          Map.entry("POST /v1/deliveries/{id}/retry", MANAGE),
          Map.entry("POST /v1/deliveries/{id}/cancel", MANAGE),
          Map.entry("POST /v1/portal-links", MANAGE),
          Map.entry("DELETE /v1/events/{id}/data", MANAGE),
          Map.entry("POST /v1/replays", MANAGE),
          Map.entry("GET /v1/replays", READ),
          Map.entry("GET /v1/replays/{id}", READ),
          Map.entry("DELETE /v1/replays/{id}", MANAGE),
          Map.entry("GET /v1/audit", READ),
          Map.entry("POST /v1/admin/backup", ADMIN),
          Map.entry("POST /v1/admin/verify", ADMIN));

  private static final int OBJECTS = 50;

  @Test
  void when_a_role_calls_an_operation_then_it_is_let_through_as_declared_T67() {
    var tenant = rig.givenTenant();
    var roles = new LinkedHashMap<String, String>();
    roles.put("read", rig.givenKey(tenant, Scope.READ));
    roles.put("send", rig.givenKey(tenant, Scope.SEND));
    roles.put("manage", rig.givenKey(tenant, Scope.MANAGE));
    roles.put("admin", ApiRig.ADMIN);

    assertThat(rig.routes)
        .extracting(Route::toString)
        .containsExactlyInAnyOrderElementsOf(DECLARED.keySet());
    for (var route : rig.routes) {
      var allowed = Set.of(DECLARED.getOrDefault(route.toString(), "nobody").split(" ", -1));
      roles.forEach((role, key) -> {
        var status = call(route, target(route, "none"), key).status();
        if (allowed.contains(role)) {
          assertThat(status).as("%s by %s", route, role).isNotIn(401, 403, 405, 500);
        } else {
          assertThat(status).as("%s by %s", route, role).isEqualTo(403);
        }
      });
    }
  }

  @Test
  void when_a_key_is_missing_unknown_or_malformed_then_it_is_401() {
    for (var route : rig.routes) {
      if (route.access() == Access.OPEN) {
        continue;
      }
      var target = target(route, "none");
      for (var key : new @Nullable String[] {null, "", "bfy_unknown", ApiRig.ADMIN + "x"}) {
        var answer = rig.call(route.method().name(), target, key, null);
        assertThat(answer.status()).as("%s with %s", route, key).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
      }
      var basic =
          rig.call(route.method().name(), target, null, null, "Authorization", "Basic YTpi");
      assertThat(basic.status()).isEqualTo(401);
    }
  }

  @Test
  void when_a_method_or_path_is_not_there_then_it_is_405_with_allow_or_404() {
    var key = rig.givenKey();

    var wrongMethod = rig.call("PUT", "/v1/webhooks/wh_1", key, null);

    assertThat(wrongMethod.status()).isEqualTo(405);
    assertThat(wrongMethod.header("Allow")).isEqualTo("GET, PATCH, DELETE");
    assertThat(rig.get("/v1/nothing", key).status()).isEqualTo(404);
    assertThat(rig.get("/v2/webhooks", key).status()).isEqualTo(404);
    assertThat(rig.get("/v1/webhooks/%zz", key).status()).isEqualTo(400);
  }

  @Test
  void when_an_id_is_another_tenants_then_the_answer_is_that_for_an_unknown_one_T66() {
    var theirs = rig.givenTenant();
    var theirKey = rig.givenKey(theirs);
    var ids = givenObjects(theirKey);
    var mine = rig.givenTenant();
    var myKey = rig.givenKey(mine);
    var myId = rig.givenWebhook(myKey, "{\"url\":\"https://mine.example/\"}");
    var before = snapshot(theirKey);

    var cases = 0;
    for (var route : rig.routes) {
      var kind = kind(route);
      if (kind == null) {
        continue;
      }
      var unknown = call(route, target(route, unknownOf(kind)), myKey);
      assertThat(unknown.status()).as(route.toString()).isEqualTo(404);
      for (var id : ids.of(kind)) {
        var target = target(route, id);
        var answers =
            List.of(
                call(route, target, myKey),
                call(route, target, myKey, "Belfry-Tenant", mine.value()),
                call(route, target, ApiRig.ADMIN, "Belfry-Tenant", mine.value()),
                call(route, target, myKey, "If-Match", "*"));
        for (var answer : answers) {
          assertThat(answer.status()).as("%s of %s", route, id).isEqualTo(404);
          assertThat(answer.text()).isEqualTo(unknown.text());
          assertThat(answer.response().headers()).isEqualTo(unknown.response().headers());
          cases++;
        }
      }
    }
    for (var route : rig.routes) {
      if (route.access() != Access.OPEN
          && !route.pattern().startsWith("/v1/tenants")
          && !route.pattern().startsWith("/v1/admin")) {
        var answer = call(route, target(route, myId), myKey, "Belfry-Tenant", theirs.value());
        assertThat(answer.status()).as(route.toString()).isEqualTo(404);
        assertThat(answer.text())
            .isEqualTo(call(route, target(route, myId), myKey, "Belfry-Tenant", "nobody").text());
        cases++;
      }
    }
    assertThat(cases).isGreaterThanOrEqualTo(2000);
    assertThat(snapshot(theirKey)).isEqualTo(before);
  }

  @Test
  void when_a_filter_or_cursor_names_another_tenants_object_then_nothing_of_it_is_shown_T66() {
    var ids = givenObjects(rig.givenKey());
    var myKey = rig.givenKey();

    for (int i = 0; i < OBJECTS; i++) {
      for (var target :
          List.of(
              "/v1/deliveries?webhook=" + ids.of("webhook").get(i),
              "/v1/deliveries?event=" + ids.of("event").get(i),
              "/v1/deliveries?cursor=" + Cursors.write(ids.of("delivery").get(i)),
              "/v1/events?cursor=" + Cursors.write(ids.of("event").get(i)),
              "/v1/replays?webhook=" + ids.of("webhook").get(i),
              "/v1/replays?cursor=" + Cursors.write(ids.of("replay").get(i)),
              "/v1/webhooks?cursor=" + Cursors.write(ids.of("webhook").get(i)))) {
        assertThat(rig.get(target, myKey).text())
            .as(target)
            .isEqualTo("{\"data\":[],\"next\":null}");
      }
    }
  }

  private Objects givenObjects(String key) {
    var webhooks = new ArrayList<String>();
    var events = new ArrayList<String>();
    var replays = new ArrayList<String>();
    for (int i = 0; i < OBJECTS; i++) {
      var webhook =
          rig.givenWebhook(key, "{\"url\":\"https://theirs.example/\",\"types\":[\"t" + i + "\"]}");
      rig.post("/v1/webhooks/" + webhook + "/pause", key, null);
      webhooks.add(webhook);
      replays.add(
          rig.post(
                  "/v1/replays",
                  key,
                  "{\"webhook\":\"" + webhook + "\",\"since\":\"2000-01-01T00:00:00Z\"}")
              .body()
              .get("id")
              .asString());
      var event = rig.post("/v1/events", key, "{\"type\":\"t" + i + "\"}").body();
      events.add(event.get("id").asString());
    }
    var deliveries =
        rig.get("/v1/deliveries?limit=250", key)
            .body()
            .get("data")
            .valueStream()
            .map(delivery -> delivery.get("id").asString())
            .toList();
    assertThat(deliveries).hasSize(OBJECTS);
    return new Objects(webhooks, events, deliveries, replays);
  }

  private record Objects(
      List<String> webhooks, List<String> events, List<String> deliveries, List<String> replays) {
    List<String> of(String kind) {
      return switch (kind) {
        case "webhook" -> webhooks;
        case "event" -> events;
        case "replay" -> replays;
        default -> deliveries;
      };
    }
  }

  private String snapshot(String key) {
    return rig.get("/v1/webhooks?limit=250", key).text()
        + rig.get("/v1/deliveries?limit=250", key).text();
  }

  /**
   * What the id in a path is of; null where there is none, or it is the operator's business, or
   * anybody's, or a name that tenants choose themselves.
   */
  private static @Nullable String kind(Route route) {
    var parts = route.pattern().split("/", -1);
    if (!route.pattern().contains("{")
        || route.access() == Access.OPEN
        || parts[2].equals("tenants")
        || parts[2].equals("event-types")) {
      return null;
    }
    return parts[2].equals("deliveries")
        ? "delivery"
        : parts[2].substring(0, parts[2].length() - 1);
  }

  private static String unknownOf(String kind) {
    return switch (kind) {
      case "webhook" -> new dev.belfry.engine.webhook.WebhookId(4711).toString();
      case "event" -> new dev.belfry.engine.event.EventId(4711).toString();
      case "replay" -> new dev.belfry.engine.replay.ReplayId(4711).toString();
      default -> new dev.belfry.engine.delivery.DeliveryId(4711).toString();
    };
  }

  private static String target(Route route, String id) {
    return route.pattern().replaceAll("\\{[a-z]+}", id);
  }

  private ApiRig.Answer call(Route route, String target, String key, String... headers) {
    var hasBody = route.method() != Method.GET && route.method() != Method.DELETE;
    return rig.call(route.method().name(), target, key, hasBody ? "{}" : null, headers);
  }
}
