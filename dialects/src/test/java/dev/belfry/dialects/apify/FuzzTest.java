package dev.belfry.dialects.apify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.belfry.dialects.json.Json;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked, the answer is the vendor's, and it comes. */
class FuzzTest {

  private static final int REQUESTS = 20_000;

  /** A template may take 50 ms; the rest is the machine's. */
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private static final List<String> METHODS =
      List.of("GET", "GET", "POST", "POST", "PUT", "DELETE", "PATCH", "X");

  private static final List<String> COLLECTIONS =
      List.of("webhooks", "webhook-dispatches", "actors", "acts", "actor-tasks", "actor-runs");

  private static final List<String> BELOW =
      List.of(
          "",
          "/test",
          "/dispatches",
          "/webhooks",
          "/runs",
          "/run-sync",
          "/run-sync-get-dataset-items",
          "/a/b");

  private static final List<String> NAMES =
      List.of(
          "eventTypes",
          "condition",
          "requestUrl",
          "payloadTemplate",
          "headersTemplate",
          "shouldInterpolateStrings",
          "isAdHoc",
          "isEnabled",
          "ignoreSslErrors",
          "doNotRetry",
          "actionType",
          "idempotencyKey",
          "title",
          "description",
          "isApifyIntegration",
          "resourceId",
          "resourceType",
          "__proto__");

  private static final List<String> VALUES =
      List.of(
          "\"a\"",
          "\"\"",
          "null",
          "true",
          "false",
          "7",
          "1e400",
          "{}",
          "[]",
          "[7]",
          "[\"ACTOR.RUN.FAILED\",\"ACTOR.RUN.FAILED\"]",
          "[\"TEST\"]",
          "{\"actorId\":\"Aa1Bb2Cc3Dd4Ee5Ff\"}",
          "{\"actorTaskId\":\"Tt1Aa2Ss3Kk4Tt5Aa\"}",
          "{\"actorRunId\":\"Rr1Uu2Nn3Rr4Uu5Nn\"}",
          "\"https://receiver.test/in\"",
          "\"http://[::1]:1/\"",
          "\"http://169.254.169.254/\"",
          "\"https://\\u0000/\"",
          "\"https://ü_.test/ <>{}%zz\"",
          "\"{\\\"a\\\":{{userId}}}\"",
          "\"{{{{{{}}}}\"",
          "\"{{resource\"",
          "\"[{{userId}},{{eventData.a.b}},{{nope}}]\"",
          "\"\\uD800\"",
          "\"RUN\"",
          "\"BUILD\"",
          "\"HTTP_REQUEST\"",
          "\"k\"");

  private static final List<String> ENCODINGS =
      List.of("br", "gzip", "deflate", "identity", "br, gzip", "br,br,br,br", "bla", "");

  private final Random random = new Random(20261121);
  private final List<String> ids = new ArrayList<>();
  private final Set<Integer> statuses = new TreeSet<>();

  @Test
  void when_20000_requests_are_made_up_then_none_is_answered_5xx(@TempDir Path folder) {
    try (var rig = new ApifyRig(folder)) {
      var others =
          rig.call("POST", "/webhooks", rig.otherToken, ApifyRig.webhook().getBytes(UTF_8));
      var foreign = others.data().path("id").asString();
      ids.addAll(
          List.of(
              ApifyRig.ACTOR,
              ApifyRig.TASK,
              ApifyRig.RUN,
              foreign,
              rig.given(ApifyRig.webhook()),
              "jane~act",
              "~act",
              "%C3%A4",
              "%zz",
              "%00",
              "a%2Fb",
              "..",
              "",
              "x".repeat(300)));
      for (int i = 0; i < REQUESTS; i++) {
        ask(rig);
      }
      assertThat(rig.call("GET", "/webhooks/" + foreign, rig.otherToken, null).data())
          .isEqualTo(others.data());
      assertThat(rig.call("GET", "/webhook-dispatches", rig.otherToken, null).text())
          .contains("\"total\":0");
      assertThat(statuses)
          .as("all kinds were met")
          .contains(200, 201, 204, 400, 401, 404, 405, 415);
      rig.settle();
    }
  }

  private void ask(ApifyRig rig) {
    var method = pick(METHODS);
    var target = target();
    var body = body();
    var headers =
        random.nextInt(8) == 0 ? new String[] {"content-encoding", pick(ENCODINGS)} : none();
    var what = "%s %s %s".formatted(method, target, new String(body, ISO_8859_1));
    var began = System.nanoTime();

    var reply = rig.call(method, target, token(rig), body, headers);

    assertThat(Duration.ofNanos(System.nanoTime() - began)).as(what).isLessThan(LIMIT);
    assertThat(reply.status()).as(what).isBetween(200, 499);
    statuses.add(reply.status());
    if (reply.status() == 204) {
      assertThat(reply.text()).as(what).isEmpty();
      return;
    }
    assertThatCode(() -> Json.read(reply.response().body())).as(what).doesNotThrowAnyException();
    if (reply.status() < 300) {
      assertThat(reply.data().isObject()).as(what).isTrue();
      keep(reply.data().path("id").asString(""));
    } else {
      assertThat(reply.type()).as(what).matches("[a-z-]+");
      assertThat(reply.message()).as(what).isNotEmpty();
    }
  }

  /** A few of the ids that were answered are asked for later. */
  private void keep(String id) {
    if (!id.isEmpty() && ids.size() < 60) {
      ids.add(id);
    } else if (!id.isEmpty()) {
      ids.set(14 + random.nextInt(ids.size() - 14), id);
    }
  }

  private String target() {
    var path = "/" + pick(COLLECTIONS);
    if (random.nextInt(4) > 0) {
      path += "/" + pick(ids) + pick(BELOW);
    }
    return random.nextInt(3) > 0 ? path : path + "?" + query();
  }

  private String query() {
    return switch (random.nextInt(3)) {
      case 0 -> "method=" + pick(List.of("POST", "put", "GET", "X", "%00", ""));
      case 1 -> "webhooks=" + webhooks();
      default ->
          pick(List.of("limit", "offset", "desc", "token", "memory", "timeout", "build", "%", ""))
              + "="
              + pick(List.of("1", "0", "5000", "-1", "x", "true", "%ff", "", "9".repeat(30), "+"));
    };
  }

  private String webhooks() {
    var json = "[" + (random.nextBoolean() ? object() : pick(VALUES)) + "]";
    var base64 = Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    return switch (random.nextInt(4)) {
      case 0 -> base64.substring(0, random.nextInt(base64.length()));
      case 1 -> base64;
      default -> URLEncoder.encode(base64, UTF_8);
    };
  }

  private byte[] body() {
    return switch (random.nextInt(10)) {
      case 0 -> new byte[0];
      case 1 -> {
        var noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        yield noise;
      }
      case 2 -> "[".repeat(random.nextInt(200)).getBytes(UTF_8);
      case 3 -> pick(VALUES).getBytes(UTF_8);
      case 4 -> {
        var whole = object();
        yield whole.substring(0, random.nextInt(whole.length())).getBytes(UTF_8);
      }
      default -> object().getBytes(UTF_8);
    };
  }

  private String object() {
    var members = new TreeMap<String, String>();
    if (random.nextInt(3) > 0) {
      members.put("eventTypes", "[\"ACTOR.RUN.FAILED\"]");
      members.put("condition", "{\"actorId\":\"" + ApifyRig.ACTOR + "\"}");
      members.put("requestUrl", "\"https://receiver.test/in\"");
    }
    for (int i = random.nextInt(6); i > 0; i--) {
      members.put(pick(NAMES), pick(VALUES));
    }
    var text = new StringBuilder("{");
    members.forEach((name, value) ->
        text.append(text.length() == 1 ? "" : ",")
            .append('"')
            .append(name)
            .append("\":")
            .append(value));
    return text.append('}').toString();
  }

  private String token(ApifyRig rig) {
    return random.nextInt(30) == 0 ? "nonsense" : rig.token;
  }

  private static String[] none() {
    return new String[0];
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
