package dev.belfry.server.apidoc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.apidoc.Described.Operation;
import dev.belfry.server.apidoc.LiveServer.Answer;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the document, by everybody, with good and bad input. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiWalkTest {

  /** What might be taken for code, a path, a formula or another line of a log (T77). */
  private static final List<String> PAYLOADS =
      List.of(
          "' or '1'='1",
          "'; drop table webhook; --",
          "\" or \"\"=\"",
          "1) union select 1,2,3--",
          "*)(uid=*))(|(uid=*",
          "a\r\nLOG forged",
          "=cmd|' /C calc'!A0",
          "@SUM(1+1)",
          "${jndi:ldap://127.0.0.1/x}",
          "{{7*7}}",
          "#{7*7}",
          "../../../../etc/passwd",
          "..%2f..%2fetc%2fpasswd",
          "<script>alert(1)</script>",
          "\u0000",
          "%00",
          "|| sleep 5",
          "`id`",
          "𝕏' --",
          "\uFEFF");

  private LiveServer server;
  private Described described;
  private Things things;

  @BeforeAll
  void start(@TempDir Path data, @TempDir Path other) {
    server = new LiveServer(data);
    described = new Described(server);
    things = new Things(server, other);
  }

  @AfterAll
  void end() {
    server.close();
  }

  @Test
  void when_everybody_calls_every_operation_then_each_gets_what_is_declared_T67() {
    var tenant = things.tenant();
    var roles = new LinkedHashMap<String, Set<String>>();
    roles.put(things.key(tenant), Set.of("read", "send", "manage"));
    roles.put(things.key(tenant, "read"), Set.of("read"));
    roles.put(things.key(tenant, "send"), Set.of("send"));
    roles.put(things.key(tenant, "manage"), Set.of("manage"));
    var all = roles.keySet().iterator().next();
    var cases = 0;
    for (var operation : described.operations()) {
      var good = operation.good();
      for (var role : roles.entrySet()) {
        var answer = good(operation, tenant, all, role.getKey());
        var allowed = operation.isOpen() || operation.allows(role.getValue());
        assertThat(answer.status())
            .as("%s with %s: %s", operation, role.getValue(), answer.text())
            .isIn(allowed ? good : List.of(403));
        cases++;
      }
      assertThat(
              good(operation, tenant, all, LiveServer.OPERATOR, "Belfry-Tenant", tenant).status())
          .as("%s by the operator", operation)
          .isIn(good);
      assertThat(good(operation, tenant, all, null).status())
          .as("%s by nobody", operation)
          .isIn(operation.isOpen() ? good : List.of(401));
      assertThat(good(operation, tenant, all, "bfy_unknown").status())
          .as("%s by who is not known", operation)
          .isIn(operation.isOpen() ? good : List.of(401));
      withoutTenant(operation, tenant, all);
      cases += 4;
    }
    assertThat(cases).isGreaterThan(250);
  }

  /** The operator who names no tenant: lists span all, the rest is 400. */
  private void withoutTenant(Operation operation, String tenant, String key) {
    var answer = good(operation, tenant, key, LiveServer.OPERATOR);
    var spans =
        described.parameters(operation, "query").stream()
            .anyMatch(parameter -> parameter.get("name").asString().equals("cursor"));
    if (operation.isOpen() || operation.isOperators() || spans) {
      assertThat(answer.status()).as(operation.toString()).isLessThan(300);
    } else {
      assertThat(answer.status()).as(operation + ": " + answer.text()).isEqualTo(400);
    }
  }

  @Test
  void when_an_id_is_another_tenants_then_the_answer_is_that_for_an_unknown_one_T66() {
    var theirs = things.tenant();
    var theirKey = things.key(theirs);
    var mine = things.tenant();
    var myKey = things.key(mine);
    var seen = 0;
    for (var operation : described.operations()) {
      var isNameOfOnesOwn = operation.id().equals("putEventType"); // each tenant has its own
      if (!operation.hasVariable()
          || operation.isOpen()
          || operation.isOperators()
          || isNameOfOnesOwn) {
        continue;
      }
      for (int i = 0; i < 5; i++) {
        var target = things.target(operation, theirs, theirKey);
        var unknown =
            target
                .replaceAll("_[0-9A-Z]{26}", "_00000000000000000000000000")
                .replace("/made.", "/nobodys.");
        var body = things.body(operation, myKey);
        var expected = server.json(operation.method(), unknown, myKey, body);
        assertThat(expected.status()).as(operation.toString()).isEqualTo(404);
        for (var headers : List.of(List.<String>of(), List.of("Belfry-Tenant", mine))) {
          for (var key : List.of(myKey, LiveServer.OPERATOR)) {
            if (key.equals(LiveServer.OPERATOR) && headers.isEmpty()) {
              continue;
            }
            var answer = send(operation, target, key, body, headers.toArray(String[]::new));
            assertThat(answer.status()).as("%s %s", operation, target).isEqualTo(404);
            assertThat(answer.text()).isEqualTo(expected.text());
            seen++;
          }
        }
        assertThat(send(operation, target, myKey, body, "Belfry-Tenant", theirs).status())
            .isEqualTo(404);
      }
    }
    assertThat(seen).isGreaterThan(150);
  }

  @Test
  void when_a_body_names_another_tenants_webhook_then_the_answer_is_that_for_an_unknown_one_T66() {
    var theirs = things.webhook(things.key(things.tenant()));
    var key = things.key(things.tenant());
    var body = "{\"webhook\":\"%s\",\"since\":\"2026-01-01T00:00:00Z\"}";

    var answer = server.json("POST", "/v1/replays", key, body.formatted(theirs));
    var unknown = server.json("POST", "/v1/replays", key, body.formatted("wh_0"));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).isEqualTo(unknown.text());
  }

  @Test
  void when_input_is_spoiled_in_a_thousand_ways_then_each_answer_is_as_declared() {
    var random = new SplittableRandom(66);
    var samples = new Samples(random, described, Map.of("url", List.of(Things.NOWHERE)));
    var tenant = things.tenant();
    var key = things.key(tenant);
    var cases = 0;
    for (var operation : described.operations()) {
      if (!operation.takesJson() || operation.id().equals("backUp")) {
        continue;
      }
      var target = things.target(operation, tenant, key);
      var caller = operation.isOperators() ? LiveServer.OPERATOR : key;
      var schema = operation.node().at("/requestBody/content/application~1json/schema");
      for (int i = 0; i < 100; i++) {
        var body = samples.spoiled(samples.of(schema)).toString();
        var answer = server.json(operation.method(), target, caller, body);
        described.check(operation, answer, body);
        cases++;
      }
    }
    assertThat(cases).isGreaterThanOrEqualTo(800);
  }

  @Test
  void when_members_are_sent_that_only_belfry_sets_or_nobody_knows_then_they_are_refused_T68() {
    var tenant = things.tenant();
    var key = things.key(tenant);
    var seen = 0;
    for (var operation : described.operations()) {
      var body = things.body(operation, key);
      var takesAny = operation.id().equals("sendEvents") || operation.id().equals("askReceivers");
      if (body == null || takesAny) {
        continue;
      }
      var caller = operation.isOperators() ? LiveServer.OPERATOR : key;
      for (var name :
          List.of(
              "surprise", "createdAt", "state", "stats", "vendorId", "tenant", "tenantId", "_id")) {
        if (name.equals("tenant") && operation.id().equals("createPortalLink")) {
          continue; // the operator says for whom it is
        }
        var more = body.equals("{}") ? "{" : body.substring(0, body.length() - 1) + ",";
        var target = things.target(operation, tenant, key);
        var answer =
            server.json(operation.method(), target, caller, more + "\"" + name + "\":\"x\"}");
        described.check(operation, answer, name);
        assertThat(answer.status())
            .as("%s with %s: %s", operation, name, answer.text())
            .isEqualTo(422);
        assertThat(answer.json().get("errors").findValuesAsString("pointer")).contains("/" + name);
        seen++;
      }
    }
    assertThat(seen).isGreaterThan(40);
  }

  @Test
  void when_a_body_is_a_bomb_then_it_is_refused_at_once_T72() {
    var tenant = things.tenant();
    var key = things.key(tenant);
    var bombs =
        Map.of(
            "depth",
            "[".repeat(100_000),
            "deep objects",
            "{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000),
            "a long number",
            "{\"id\":" + "9".repeat(10 << 20) + "}",
            "a huge exponent",
            "{\"id\":1e999999999}",
            "a long name",
            "{\"" + "n".repeat(50_000) + "\":1}",
            "the same twice",
            "{\"id\":1,\"id\":2}",
            "half a character",
            "{\"id\":\"\\ud800\"}",
            "another character set",
            "\u0000{\u0000}",
            "NaN",
            "{\"id\":NaN}",
            "many names",
            many());
    for (var operation : described.operations()) {
      if (!operation.takesJson()) {
        continue;
      }
      var target = things.target(operation, tenant, key);
      var caller = operation.isOperators() ? LiveServer.OPERATOR : key;
      bombs.forEach((name, bomb) -> {
        var began = System.nanoTime();
        var answer = server.json(operation.method(), target, caller, bomb);
        var took = Duration.ofNanos(System.nanoTime() - began);
        described.check(operation, answer, name);
        assertThat(answer.status()).as("%s with %s", operation, name).isIn(400, 413, 422);
        assertThat(took).isLessThan(Duration.ofSeconds(10));
      });
    }
  }

  private static String many() {
    var body = new StringBuilder("{");
    for (int i = 0; i < 1_000_000; i++) {
      body.append("\"").append(i).append("\":0,");
    }
    return body.append("\"z\":0}").toString();
  }

  @Test
  void when_any_parameter_has_code_in_it_then_it_is_nothing_but_a_text_T77() {
    var tenant = things.tenant();
    var key = things.key(tenant);
    var cases = 0;
    for (var operation : described.operations()) {
      var caller = operation.isOperators() ? LiveServer.OPERATOR : key;
      var headers = new ArrayList<String>();
      for (var parameter : described.parameters(operation, "header")) {
        headers.add(parameter.get("name").asString());
      }
      var fine = things.target(operation, tenant, key);
      for (var payload : PAYLOADS) {
        for (var target : targets(operation, fine, payload)) {
          described.check(
              operation, server.json(operation.method(), target, caller, null), payload);
          cases++;
        }
        var text = payload.replaceAll("[^ -~]", "?");
        for (var header : headers) {
          described.check(operation, send(operation, fine, caller, "{}", header, text), payload);
          cases++;
        }
      }
    }
    assertThat(cases).isGreaterThan(1500);
    assertThat(server.json("GET", "/v1/webhooks", key, null).status()).isEqualTo(200);
  }

  private List<String> targets(Operation operation, String fine, String payload) {
    var encoded = URLEncoder.encode(payload, UTF_8).replace("+", "%20");
    var targets = new ArrayList<String>();
    if (operation.hasVariable() && !operation.isOpen()) {
      targets.add(operation.pattern().replaceAll("\\{[a-z]+}", encoded));
    }
    for (var parameter : described.parameters(operation, "query")) {
      var path = fine.contains("?") ? fine.substring(0, fine.indexOf('?')) : fine;
      targets.add(path + "?" + parameter.get("name").asString() + "=" + encoded);
    }
    return targets;
  }

  private Answer good(
      Operation operation, String tenant, String all, @Nullable String key, String... headers) {
    var target = things.target(operation, tenant, all);
    var body = things.body(operation, all);
    var answer = send(operation, target, key, body, headers);
    described.check(operation, answer, target);
    return answer;
  }

  private Answer send(
      Operation operation,
      String target,
      @Nullable String key,
      @Nullable String body,
      String... headers) {
    var all = new ArrayList<>(List.of(headers));
    if (body != null) {
      all.addAll(List.of("Content-Type", "application/json"));
    }
    return server.call(
        operation.method(),
        target,
        key,
        body == null ? new byte[0] : body.getBytes(UTF_8),
        all.toArray(String[]::new));
  }
}
