package dev.belfry.server.apidoc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Keys that end, keys that are stolen, and limits that are to be got round. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeysAndLimitsTest {

  private LiveServer server;
  private Things things;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path data, @TempDir Path other) {
    folder = data;
    server = new LiveServer(data);
    things = new Things(server, other);
  }

  @AfterAll
  void end() {
    server.close();
  }

  @Test
  void when_a_tenant_has_a_limit_then_no_other_spelling_or_origin_gets_round_it_T70() {
    var tenant = things.tenant();
    var key = things.key(tenant);
    var limit = 20;
    var change = "{\"limits\":{\"eventsPerSecond\":" + limit + "}}";
    server.json("PATCH", "/v1/tenants/" + tenant, LiveServer.OPERATOR, change);
    var accepted = 0;
    var began = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      var answer =
          server.call(
              "POST",
              i % 3 == 0 ? "/v1/events" : i % 3 == 1 ? "/v1/events?" : "/v1/%65vents",
              null,
              "{\"type\":\"a.b\"}".getBytes(UTF_8),
              i % 2 == 0 ? "authorization" : "AUTHORIZATION",
              (i % 5 == 0 ? "BEARER " : "Bearer  ") + key,
              "X-Forwarded-For",
              "203.0.113." + i,
              "Content-Type",
              "application/json");
      assertThat(answer.status()).as(answer.text()).isIn(202, 429);
      assertThat(answer.header("RateLimit-Limit")).isEqualTo("" + limit);
      if (answer.status() == 429) {
        assertThat(answer.header("RateLimit-Remaining")).isEqualTo("0");
        assertThat(answer.header("Retry-After")).isEqualTo("1");
      } else {
        accepted++;
      }
    }
    var seconds = (System.nanoTime() - began) / 1e9;
    assertThat((double) accepted).isBetween(limit * 1.0, limit * (1 + seconds) * 1.05 + 1);
  }

  @Test
  void when_a_key_is_revoked_then_it_opens_nothing_from_the_answer_on_T69() {
    var tenant = things.tenant();
    var keys = "/v1/tenants/" + tenant + "/keys";
    for (int i = 0; i < 50; i++) {
      var made = server.json("POST", keys, LiveServer.OPERATOR, "{}").json();
      var secret = made.get("secret").asString();
      assertThat(server.json("GET", "/v1/webhooks", secret, null).status()).isEqualTo(200);

      var path = keys + "/" + made.get("id").asString();
      assertThat(server.json("DELETE", path, LiveServer.OPERATOR, null).status()).isEqualTo(204);

      assertThat(server.json("GET", "/v1/webhooks", secret, null).status()).isEqualTo(401);
    }
  }

  @Test
  void when_the_folder_is_stolen_without_its_keys_then_no_secret_is_in_it_T69() throws Exception {
    var tenant = things.tenant();
    var secrets = new ArrayList<String>();
    for (int i = 0; i < 20; i++) {
      secrets.add(things.key(tenant));
      secrets.add(
          server
              .json(
                  "POST",
                  "/v1/webhooks",
                  secrets.getFirst(),
                  "{\"url\":\"" + Things.NOWHERE + "\"}")
              .json()
              .get("secret")
              .asString());
    }
    try (var files = Files.list(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var bytes = new String(Files.readAllBytes(file), ISO_8859_1);
        for (var secret : secrets) {
          var bare = secret.substring(secret.indexOf('_') + 1);
          assertThat(bytes.contains(bare)).as(file.toString()).isFalse();
        }
      }
    }
  }
}
