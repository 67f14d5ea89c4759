package dev.belfry.dialects.smartsheet;

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

  private static final List<String> METHODS =
      List.of("GET", "POST", "POST", "PUT", "PUT", "DELETE", "PATCH", "X");
  private static final List<String> VALUES =
      List.of(
          "\"a\"",
          "\"\"",
          "\"https://rx.example.net/\"",
          "\"https://rx.example.net:8444/\"",
          "\"http://169.254.169.254/\"",
          "\"\\u0000\"",
          "\"sheet\"",
          "\"plan\"",
          "[\"*.*\"]",
          "[\"row.created\",\"*.deleted\"]",
          "[\"user.seatType.*\"]",
          "[\"..\",\"*\"]",
          "[]",
          "[7]",
          "[null]",
          "true",
          "false",
          "null",
          "1",
          "3126442859128708",
          "9223372036854775808",
          "1e300",
          "1.0",
          "-1",
          "{}",
          "{\"columnIds\":[1,2]}",
          "{\"columnIds\":\"x\"}",
          "{\"X-A\":\"b\",\"Host\":\"c\"}",
          "{\"X-A\":\"b\"}");
  private static final List<String> NAMES =
      List.of(
          "id",
          "name",
          "scope",
          "scopeObjectId",
          "subscope",
          "events",
          "callbackUrl",
          "version",
          "customHeaders",
          "enabled",
          "status",
          "sharedSecret",
          "stats",
          "createdAt",
          "modifiedAt",
          "__proto__");

  private final Random random = new Random(20261121);

  @Test
  void when_20000_requests_are_made_up_then_none_is_answered_5xx(@TempDir Path folder) {
    try (var rig = new SmartRig(folder, false)) {
      var user = rig.givenUser();
      var other = rig.givenUser();
      var others = other.given(SmartRig.sheet("https://rx.example.net/", ""));
      var before = other.shown(others);
      for (int i = 0; i < REQUESTS; i++) {
        var method = pick(METHODS);
        var target = target(user, others);
        var body = body();
        var answer = rig.ask(method, target, body, headers(user));

        assertThat(answer.status())
            .as("%s %s %s", method, target, new String(body, StandardCharsets.ISO_8859_1))
            .isBetween(200, 499);
        assertThat(answer.status() == 200 || answer.body().has("errorCode")).isTrue();
      }
      assertThat(other.shown(others)).isEqualTo(before);
      assertThat(other.call("GET", "", null).body().get("data")).hasSize(1);
    }
  }

  private String target(SmartRig.User user, long others) {
    var path =
        switch (random.nextInt(10)) {
          case 0 -> "/smartsheet/" + pick(List.of("2.0", "1.0", "2.0/", "2.0/sheets", "%zz", ""));
          case 1 -> SmartRig.WEBHOOKS + "/" + others;
          case 2, 3 -> SmartRig.WEBHOOKS;
          default ->
              SmartRig.WEBHOOKS
                  + "/"
                  + pick(List.of(own(user), own(user), own(user), "7", "x", "%00", "..", "", "%ff"))
                  + pick(List.of("", "", "", "/resetsharedsecret", "/resetSHAREDsecret", "/a/b"));
        };
    return random.nextInt(4) > 0
        ? path
        : path
            + "?"
            + pick(List.of("page", "pageSize", "includeAll", "numericDates", "%", ""))
            + "="
            + pick(List.of("1", "100", "true", "false", "x", "%ff", "", "99999999999999", "-1"));
  }

  /** One of the user's, made now if there is none. */
  private String own(SmartRig.User user) {
    var page = user.call("GET", "?pageSize=5", null).body().get("data");
    return page.isEmpty()
        ? "" + user.given(SmartRig.sheet("https://rx.example.net/", ""))
        : page.get(random.nextInt(page.size())).get("id").toString();
  }

  private byte[] body() {
    return switch (random.nextInt(10)) {
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
    if (random.nextInt(2) == 0) {
      members.put("name", "\"N\"");
      members.put("callbackUrl", "\"https://rx.example.net/\"");
      members.put("scope", pick(List.of("\"sheet\"", "\"plan\"")));
      members.put("scopeObjectId", pick(List.of("5", "6", "\"7\"")));
      members.put("events", "[\"*.*\"]");
      members.put("version", "1");
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      members.put(pick(NAMES), pick(VALUES));
    }
    if (random.nextInt(50) > 0) {
      members.remove("enabled"); // else most of the time goes into names that do not resolve
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

  private Map<String, String> headers(SmartRig.User user) {
    var headers = new TreeMap<String, String>();
    if (random.nextInt(20) > 0) {
      headers.put(
          "authorization", random.nextInt(20) > 0 ? "Bearer " + user.token : "Bearer wrong");
    }
    if (random.nextInt(20) > 0) {
      headers.put(
          "content-type", random.nextInt(20) > 0 ? "application/json" : pick(List.of("x", "a/b")));
    }
    if (random.nextInt(10) == 0) {
      headers.put(
          "smartsheet-integration-source", pick(List.of("AI,Acme,x", "AI", ",,", "SCRIPT,a,b")));
    }
    if (random.nextInt(10) == 0) {
      headers.put("accept", pick(List.of("application/json", "*/*", "text/html", ";;,")));
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
