package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantsAndKeysTest extends ApiTest {

  @Test
  void when_a_tenant_is_made_then_it_is_shown_whole_and_can_be_read() {
    var made =
        rig.post(
            "/v1/tenants",
            ApiRig.ADMIN,
            """
            {"id":"acme","name":"Acme","limits":{"webhooks":5}}\
            """);

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo(ApiRig.BASE + "/v1/tenants/acme");
    assertThat(made.header("ETag")).isEqualTo("\"1\"");
    assertThat(made.text())
        .startsWith(
            """
            {"id":"acme","name":"Acme","limits":{"eventsPerSecond":null,"webhooks":5,"pending":null},\
            "suspended":false,"createdAt":\"\
            """);
    assertThat(made.body().get("createdAt").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(rig.get("/v1/tenants/acme", ApiRig.ADMIN).body()).isEqualTo(made.body());
    assertThat(rig.post("/v1/tenants", ApiRig.ADMIN, "{\"id\":\"acme\"}").status()).isEqualTo(409);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /id",
        "{\"id\":\"Acme\"} | /id",
        "{\"id\":7} | /id",
        "{\"id\":\"\"} | /id",
        "{\"id\":\"x1\",\"limits\":{\"webhooks\":-1}} | /limits/webhooks",
        "{\"id\":\"x1\",\"limits\":{\"pending\":1.5}} | /limits/pending",
        "{\"id\":\"x1\",\"limits\":{\"typo\":null}} | /limits/typo",
        "{\"id\":\"x1\",\"limits\":5} | /limits",
        "{\"id\":\"x1\",\"suspended\":\"no\"} | /suspended",
        "{\"id\":\"x1\",\"createdAt\":null} | /createdAt",
        "{\"id\":\"x1\",\"Name\":\"x\"} | /Name",
        "[] | ''"
      })
  void when_a_tenant_is_wrong_then_nothing_is_made(String json, String pointer) {
    var answer = rig.post("/v1/tenants", ApiRig.ADMIN, json);

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.pointers()).containsExactly(pointer);
    assertThat(rig.get("/v1/tenants/x1", ApiRig.ADMIN).status()).isEqualTo(404);
  }

  @Test
  void when_a_tenant_is_patched_then_null_sets_the_default_and_the_rest_stays() {
    var id = rig.givenTenant();
    var path = "/v1/tenants/" + id;

    rig.patch(path, ApiRig.ADMIN, "{\"name\":\"N\",\"limits\":{\"webhooks\":5,\"pending\":6}}");
    var after = rig.patch(path, ApiRig.ADMIN, "{\"limits\":{\"webhooks\":null}}");

    assertThat(after.status()).isEqualTo(200);
    assertThat(after.body().get("name").asString()).isEqualTo("N");
    assertThat(after.body().get("limits").toString())
        .isEqualTo("{\"eventsPerSecond\":null,\"webhooks\":null,\"pending\":6}");
    assertThat(after.header("ETag")).isEqualTo("\"3\"");
    assertThat(rig.patch(path, ApiRig.ADMIN, "{\"id\":\"" + id + "\"}").status()).isEqualTo(200);
    assertThat(rig.patch(path, ApiRig.ADMIN, "{\"id\":\"other\"}").pointers())
        .containsExactly("/id");
    assertThat(rig.patch(path, ApiRig.ADMIN, "{\"name\":\"X\"}", "If-Match", "\"1\"").status())
        .isEqualTo(412);
  }

  @Test
  void when_a_tenant_is_suspended_then_its_keys_are_refused_until_it_is_not() {
    var id = rig.givenTenant();
    var key = rig.givenKey(id);

    rig.patch("/v1/tenants/" + id, ApiRig.ADMIN, "{\"suspended\":true}");
    assertThat(rig.get("/v1/webhooks", key).status()).isEqualTo(403);

    rig.patch("/v1/tenants/" + id, ApiRig.ADMIN, "{\"suspended\":null}");
    assertThat(rig.get("/v1/webhooks", key).status()).isEqualTo(200);
  }

  @Test
  void when_a_tenant_is_suspended_then_nothing_is_sent_for_the_operator_either() {
    var id = rig.givenTenant();
    var webhook = rig.givenWebhook(rig.givenKey(id), "{\"url\":\"https://receiver.example/\"}");
    rig.patch("/v1/tenants/" + id, ApiRig.ADMIN, "{\"suspended\":true}");

    var test =
        rig.post(
            "/v1/webhooks/" + webhook + "/test", ApiRig.ADMIN, null, "Belfry-Tenant", id.value());
    assertThat(test.status()).isEqualTo(409);
    assertThat(test.body().get("detail").asString()).contains("suspended", "operator");
    var ask =
        rig.post("/v1/events:ask", ApiRig.ADMIN, "{\"type\":\"a\"}", "Belfry-Tenant", id.value());
    assertThat(ask.status()).isEqualTo(409);
  }

  @Test
  void when_a_limit_is_reached_then_it_is_429_and_the_headers_tell_how_it_stands(
      @TempDir Path folder) {
    try (var still =
        new ApiRig(folder, InstantSource.fixed(Instant.parse("2026-03-01T12:00:00Z")))) {
      var tenant = still.givenTenant();
      still.patch(
          "/v1/tenants/" + tenant,
          ApiRig.ADMIN,
          "{\"limits\":{\"eventsPerSecond\":2,\"webhooks\":1}}");
      assertLimits(still, still.givenKey(tenant));
    }
  }

  private static void assertLimits(ApiRig rig, String key) {
    var first = rig.post("/v1/events", key, "{\"type\":\"a\"}");
    var batch = rig.post("/v1/events", key, "[{\"type\":\"a\"},{\"type\":\"a\"}]");

    assertThat(first.status()).isEqualTo(202);
    assertThat(first.header("RateLimit-Limit")).isEqualTo("2");
    assertThat(first.header("RateLimit-Remaining")).isEqualTo("1");
    assertThat(first.header("RateLimit-Reset")).isEqualTo("1");
    assertThat(batch.status()).isEqualTo(429);
    assertThat(batch.header("Retry-After")).isEqualTo("1");
    assertThat(batch.header("RateLimit-Limit")).isEqualTo("2");
    rig.givenWebhook(key, "{\"url\":\"https://a.example/\"}");
    var second = rig.post("/v1/webhooks", key, "{\"url\":\"https://a.example/\"}");
    assertThat(second.status()).isEqualTo(429);
    assertThat(second.header("Retry-After")).isEqualTo("60");
    assertThat(rig.post("/v1/events", rig.givenKey(), "{\"type\":\"a\"}").header("RateLimit-Limit"))
        .isNull();
  }

  @Test
  void when_a_tenant_is_deleted_then_the_id_must_be_confirmed_and_all_of_it_is_gone() {
    var id = rig.givenTenant();
    var key = rig.givenKey(id);
    rig.givenWebhook(key, "{\"url\":\"https://a.example/\"}");
    rig.post("/v1/events", key, "{\"type\":\"a\"}");
    var path = "/v1/tenants/" + id;

    assertThat(rig.delete(path, ApiRig.ADMIN).status()).isEqualTo(400);
    assertThat(rig.delete(path + "?confirm=other", ApiRig.ADMIN).status()).isEqualTo(400);
    assertThat(rig.get("/v1/events", key).body().get("data")).hasSize(1);
    assertThat(rig.delete(path + "?confirm=" + id, ApiRig.ADMIN).status()).isEqualTo(204);

    assertThat(rig.get(path, ApiRig.ADMIN).status()).isEqualTo(404);
    assertThat(rig.get("/v1/events", key).status()).isEqualTo(401);
    assertThat(rig.delete(path + "?confirm=" + id, ApiRig.ADMIN).status()).isEqualTo(404);
  }

  @Test
  void when_a_key_is_made_then_its_secret_is_shown_once_and_works() {
    var path = "/v1/tenants/" + rig.givenTenant() + "/keys";

    var made = rig.post(path, ApiRig.ADMIN, "{\"scopes\":[\"read\"]}");

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    var id = made.body().get("id").asString();
    var secret = made.body().get("secret").asString();
    assertThat(id).startsWith("key_");
    assertThat(secret).startsWith("bfy_");
    assertThat(made.header("Location")).isEqualTo(ApiRig.BASE + path + "/" + id);
    assertThat(rig.get("/v1/webhooks", secret).status()).isEqualTo(200);
    var listed = rig.get(path, ApiRig.ADMIN);
    assertThat(listed.text()).doesNotContain(secret);
    assertThat(listed.body().get("data").get(0).propertyNames())
        .containsExactly("id", "scopes", "expiresAt", "createdAt", "lastUsedAt");
  }

  @Test
  void when_a_key_is_deleted_or_has_expired_then_it_is_unknown() {
    var path = "/v1/tenants/" + rig.givenTenant() + "/keys";
    var made = rig.post(path, ApiRig.ADMIN, null).body();

    assertThat(rig.delete(path + "/" + made.get("id").asString(), ApiRig.ADMIN).status())
        .isEqualTo(204);

    assertThat(rig.get("/v1/webhooks", made.get("secret").asString()).status()).isEqualTo(401);
    assertThat(rig.delete(path + "/" + made.get("id").asString(), ApiRig.ADMIN).status())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"scopes\":[]} | /scopes",
        "{\"scopes\":[\"read\",\"root\"]} | /scopes/1",
        "{\"scopes\":\"read\"} | /scopes",
        "{\"expiresAt\":\"soon\"} | /expiresAt",
        "{\"expiresAt\":\"2020-01-01T00:00:00Z\"} | /expiresAt",
        "{\"secret\":\"mine\"} | /secret",
        "{\"id\":\"key_mine\"} | /id",
        "{\"tenant\":\"other\"} | /tenant"
      })
  void when_a_key_is_wrong_then_it_is_refused(String json, String pointer) {
    var path = "/v1/tenants/" + rig.givenTenant() + "/keys";

    assertThat(rig.post(path, ApiRig.ADMIN, json).pointers()).containsExactly(pointer);
    assertThat(rig.get(path, ApiRig.ADMIN).body().get("data")).isEmpty();
  }

  @Test
  void when_lists_are_paged_then_every_item_comes_once_newest_first() {
    var path = "/v1/tenants/" + rig.givenTenant() + "/keys";
    var made = new java.util.ArrayList<String>();
    for (int i = 0; i < 7; i++) {
      made.add(rig.post(path, ApiRig.ADMIN, null).body().get("id").asString());
    }

    var seen = new java.util.ArrayList<String>();
    var next = "";
    do {
      var page = rig.get(path + "?limit=3" + next, ApiRig.ADMIN).body();
      page.get("data").forEach(key -> seen.add(key.get("id").asString()));
      next = page.get("next").isNull() ? "" : "&cursor=" + page.get("next").asString();
    } while (!next.isEmpty());

    assertThat(seen).containsExactlyInAnyOrderElementsOf(made);
    assertThat(rig.get("/v1/tenants?limit=1", ApiRig.ADMIN).body().get("next").isNull()).isFalse();
  }
}
