package dev.belfry.server.apidoc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    var calls = new ArrayList<Call>();
    var began = System.nanoTime();
    for (int i = 0; System.nanoTime() - began < TimeUnit.SECONDS.toNanos(2); i++) {
      calls.add(sendInSomeSpelling(key, i, limit));
    }
    var seconds = (System.nanoTime() - began) / 1e9;

    var accepted = calls.stream().filter(Call::accepted).count();
    assertThat((double) accepted).isBetween(limit * 1.0, limit * (1 + seconds) * 1.05 + 1);
    assertRefills(calls, limit);
    Eventually.holds(
        "there is room again by itself",
        Duration.ofSeconds(20),
        () -> sendInSomeSpelling(key, 0, limit).accepted());
  }

  /** One request, and between which moments it was judged. */
  private record Call(long began, long ended, boolean accepted) {}

  private Call sendInSomeSpelling(String key, int number, int limit) {
    var began = System.nanoTime();
    var answer =
        server.call(
            "POST",
            List.of("/v1/events", "/v1/events?", "/v1/%65vents").get(number % 3),
            null,
            "{\"type\":\"a.b\"}".getBytes(UTF_8),
            number % 2 == 0 ? "authorization" : "AUTHORIZATION",
            (number % 5 == 0 ? "BEARER " : "Bearer  ") + key,
            "X-Forwarded-For",
            "203.0.113." + number % 250,
            "Content-Type",
            "application/json");
    assertThat(answer.status()).as(answer.text()).isIn(202, 429);
    assertThat(answer.header("RateLimit-Limit")).isEqualTo("" + limit);
    if (answer.status() == 429) {
      assertThat(answer.header("RateLimit-Remaining")).isEqualTo("0");
      assertThat(answer.header("Retry-After")).isEqualTo("1");
    }
    return new Call(began, System.nanoTime(), answer.status() == 202);
  }

  /**
   * Between two refusals less than 0.9 s apart the room was never full, so all that came in by time
   * was used: at least as many were accepted, however slow the machine is. Stretches that took
   * longer say nothing, and are left out.
   */
  private static void assertRefills(List<Call> calls, int limit) {
    var from = 0;
    for (int to = 0; to < calls.size(); to++) {
      var first = calls.get(from);
      var last = calls.get(to);
      if (first.accepted || last.ended - first.began > 900_000_000L) {
        from = to;
      } else if (!last.accepted && last.began - first.ended > 400_000_000L) {
        var accepted = calls.subList(from, to).stream().filter(Call::accepted).count();
        var least = limit * (last.began - first.ended) / 1e9 * 0.95 - 2;
        assertThat((double) accepted).as("within %s and %s", first, last).isGreaterThan(least);
        from = to;
      }
    }
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
