package dev.belfry.dialects.cometchat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.rig.Fuzzer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked, the answer is the vendor's, and it comes. */
class FuzzTest {

  private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "X");
  private static final List<String> IDS =
      List.of(
          "a",
          "b",
          "ghost",
          "%C3%A4",
          "%zz",
          "%00",
          "a%2Fb",
          "..",
          "",
          "triggers",
          "x".repeat(300));
  private static final List<String> VALUES =
      List.of(
          "\"a\"",
          "\"\"",
          "\"https://rx.example.net/\"",
          "\"http://169.254.169.254/\"",
          "\"\\u0000\"",
          "\"message_sent\"",
          "[\"message_sent\",\"before_message\"]",
          "[]",
          "[7]",
          "true",
          "false",
          "null",
          "1e400",
          "{}",
          "-1");
  private static final List<String> NAMES =
      List.of(
          "id",
          "name",
          "webhookURL",
          "useBasicAuth",
          "username",
          "password",
          "enabled",
          "retryOnFailure",
          "triggerIds",
          "__proto__");

  private static final List<String> PARAMETERS = List.of("perPage", "page", "searchKey", "%", "");
  private static final List<String> SETTINGS =
      List.of("1", "1000", "1001", "x", "%ff", "", "99999999999999", "+");
  private static final List<String> VERSIONS = List.of("2", "2", "2", "2", "1", "3", "", "two");

  private final Fuzzer fuzzer = new Fuzzer();

  @Test
  void when_20000_requests_are_made_up_then_none_is_answered_5xx(@TempDir Path folder) {
    try (var rig = new CometRig(folder, CometChatSettings.USUAL, false)) {
      var app = rig.givenApp();
      var other = rig.givenApp();
      other.call("POST", "", CometRig.webhook("a", "https://rx.example.net/", "")).orFail();
      fuzzer.ask(
          rig,
          () -> request(app, other),
          asked -> {
            var answer = asked.answer();
            assertThat(answer.body().has(answer.status() == 200 ? "data" : "error")).isTrue();
          });
      assertThat(other.call("GET", "/a", null).status()).isEqualTo(200);
      assertThat(other.call("GET", "", null).data()).hasSize(1);
    }
  }

  private Fuzzer.MadeUp request(CometRig.App app, CometRig.App other) {
    return new Fuzzer.MadeUp(
        fuzzer.pick(METHODS), target(app, other), headers(app), fuzzer.body(this::object, VALUES));
  }

  private String target(CometRig.App app, CometRig.App other) {
    var owner =
        fuzzer.oneIn(10) ? fuzzer.pick(List.of(other.id.value(), "nowhere")) : app.id.value();
    var id = "/" + fuzzer.pick(IDS);
    var path =
        "/cometchat/apps/"
            + owner
            + "/webhooks"
            + fuzzer.pick(List.of("", id, id + "/triggers", "/a/b/c"));
    return fuzzer.oneIn(4) ? path + "?" + fuzzer.parameter(PARAMETERS, SETTINGS) : path;
  }

  private String object() {
    var members = fuzzer.members(8, NAMES, VALUES);
    if (fuzzer.oneIn(3)) {
      members.put("id", "\"" + fuzzer.pick(List.of("a", "b", "c")) + "\"");
      members.put("name", "\"N\"");
      members.put("webhookURL", "\"https://rx.example.net/\"");
    }
    return Fuzzer.json(members);
  }

  private Map<String, String> headers(CometRig.App app) {
    var headers = new TreeMap<String, String>();
    if (!fuzzer.oneIn(20)) {
      headers.put("key", app.key.key().id());
    }
    if (!fuzzer.oneIn(20)) {
      headers.put("secret", fuzzer.oneIn(20) ? "wrong" : app.token);
    }
    if (!fuzzer.oneIn(3)) {
      headers.put("x-webhook-version", fuzzer.pick(VERSIONS));
    }
    return headers;
  }
}
