package dev.belfry.dialects.cometchat;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is asked, the answer is the vendor's, and it comes. */
class FuzzTest {

  private static final int REQUESTS = 20_000;
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

  private final Random random = new Random(20261121);

  @Test
  void when_20000_requests_are_made_up_then_none_is_answered_5xx(@TempDir Path folder) {
    try (var rig = new CometRig(folder, CometChatSettings.USUAL, false)) {
      var app = rig.givenApp();
      var other = rig.givenApp();
      other.call("POST", "", CometRig.webhook("a", "https://rx.example.net/", "")).orFail();
      for (int i = 0; i < REQUESTS; i++) {
        var method = pick(METHODS);
        var target = target(app, other);
        var body = body();
        var answer = rig.ask(method, target, body, headers(app));

        assertThat(answer.status())
            .as("%s %s %s", method, target, new String(body, StandardCharsets.ISO_8859_1))
            .isBetween(200, 499);
        assertThat(answer.body().has(answer.status() == 200 ? "data" : "error")).isTrue();
      }
      assertThat(other.call("GET", "/a", null).status()).isEqualTo(200);
      assertThat(other.call("GET", "", null).data()).hasSize(1);
    }
  }

  private String target(CometRig.App app, CometRig.App other) {
    var owner =
        random.nextInt(10) == 0 ? pick(List.of(other.id.value(), "nowhere")) : app.id.value();
    var path =
        "/cometchat/apps/"
            + owner
            + "/webhooks"
            + pick(List.of("", "/" + pick(IDS), "/" + pick(IDS) + "/triggers", "/a/b/c"));
    return random.nextInt(4) > 0
        ? path
        : path
            + "?"
            + pick(List.of("perPage", "page", "searchKey", "%", ""))
            + "="
            + pick(List.of("1", "1000", "1001", "x", "%ff", "", "99999999999999", "+"));
  }

  private byte[] body() {
    return switch (random.nextInt(8)) {
      case 0 -> new byte[0];
      case 1 -> {
        var noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        yield noise;
      }
      case 2 -> text("[".repeat(random.nextInt(200)));
      case 3 -> text(pick(VALUES));
      case 4 -> {
        var whole = object();
        yield text(whole.substring(0, random.nextInt(whole.length())));
      }
      default -> text(object());
    };
  }

  private String object() {
    var members = new TreeMap<String, String>();
    for (int i = random.nextInt(8); i > 0; i--) {
      members.put(pick(NAMES), pick(VALUES));
    }
    if (random.nextInt(3) == 0) {
      members.put("id", "\"" + pick(List.of("a", "b", "c")) + "\"");
      members.put("name", "\"N\"");
      members.put("webhookURL", "\"https://rx.example.net/\"");
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

  private Map<String, String> headers(CometRig.App app) {
    var headers = new TreeMap<String, String>();
    if (random.nextInt(20) > 0) {
      headers.put("key", app.key.key().id());
    }
    if (random.nextInt(20) > 0) {
      headers.put("secret", random.nextInt(20) > 0 ? app.key.secret() : "wrong");
    }
    if (random.nextInt(3) > 0) {
      headers.put("x-webhook-version", pick(List.of("2", "2", "2", "2", "1", "3", "", "two")));
    }
    return headers;
  }

  private <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
