package dev.belfry.dialects.apify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.belfry.dialects.rig.Fuzzer;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked, the answer is the vendor's, and it comes. */
class FuzzTest {

  /** A template may take 50 ms; the rest is the machine's. */
  private static final Duration LIMIT = Duration.ofSeconds(60);

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

  private final Fuzzer fuzzer = new Fuzzer();
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
      fuzzer.ask(rig, () -> request(rig), this::check);
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

  private Fuzzer.MadeUp request(ApifyRig rig) {
    return new Fuzzer.MadeUp(
        fuzzer.pick(METHODS), target(), headers(rig), fuzzer.body(this::object, VALUES));
  }

  private Map<String, String> headers(ApifyRig rig) {
    var headers = new TreeMap<String, String>();
    headers.put("authorization", "Bearer " + (fuzzer.oneIn(30) ? "nonsense" : rig.token));
    if (fuzzer.oneIn(8)) {
      headers.put("content-encoding", fuzzer.pick(ENCODINGS));
    }
    return headers;
  }

  private void check(Fuzzer.Asked<ApifyRig.Reply> asked) {
    var what = asked.request().toString();
    var reply = asked.answer();
    assertThat(asked.took()).as(what).isLessThan(LIMIT);
    statuses.add(reply.status());
    if (reply.status() == 204) {
      assertThat(reply.text()).as(what).isEmpty();
      return;
    }
    assertThatCode(reply::body).as(what).doesNotThrowAnyException();
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
      ids.set(14 + fuzzer.below(ids.size() - 14), id);
    }
  }

  private String target() {
    var path = "/apify/v2/" + fuzzer.pick(COLLECTIONS);
    if (!fuzzer.oneIn(4)) {
      path += "/" + fuzzer.pick(ids) + fuzzer.pick(BELOW);
    }
    return fuzzer.oneIn(3) ? path + "?" + query() : path;
  }

  private String query() {
    return switch (fuzzer.below(3)) {
      case 0 -> "method=" + fuzzer.pick(List.of("POST", "put", "GET", "X", "%00", ""));
      case 1 -> "webhooks=" + webhooks();
      default ->
          fuzzer.parameter(
              List.of("limit", "offset", "desc", "token", "memory", "timeout", "build", "%", ""),
              List.of("1", "0", "5000", "-1", "x", "true", "%ff", "", "9".repeat(30), "+"));
    };
  }

  private String webhooks() {
    var json = "[" + (fuzzer.oneIn(2) ? object() : fuzzer.pick(VALUES)) + "]";
    var base64 = Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
    return switch (fuzzer.below(4)) {
      case 0 -> base64.substring(0, fuzzer.below(base64.length()));
      case 1 -> base64;
      default -> URLEncoder.encode(base64, UTF_8);
    };
  }

  private String object() {
    var members = new TreeMap<String, String>();
    if (!fuzzer.oneIn(3)) {
      members.put("eventTypes", "[\"ACTOR.RUN.FAILED\"]");
      members.put("condition", "{\"actorId\":\"" + ApifyRig.ACTOR + "\"}");
      members.put("requestUrl", "\"https://receiver.test/in\"");
    }
    members.putAll(fuzzer.members(6, NAMES, VALUES));
    return Fuzzer.json(members);
  }
}
