package dev.belfry.dialects.smartsheet;

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

  private static final List<String> PARAMETERS =
      List.of("page", "pageSize", "includeAll", "numericDates", "%", "");
  private static final List<String> SETTINGS =
      List.of("1", "100", "true", "false", "x", "%ff", "", "99999999999999", "-1");

  private final Fuzzer fuzzer = new Fuzzer();

  @Test
  void when_20000_requests_are_made_up_then_none_is_answered_5xx(@TempDir Path folder) {
    try (var rig = new SmartRig(folder, false)) {
      var user = rig.givenUser();
      var other = rig.givenUser();
      var others = other.given(SmartRig.sheet("https://rx.example.net/", ""));
      var before = other.shown(others);
      fuzzer.ask(
          rig,
          () -> request(user, others),
          asked -> {
            var answer = asked.answer();
            assertThat(answer.status() == 200 || answer.body().has("errorCode")).isTrue();
          });
      assertThat(other.shown(others)).isEqualTo(before);
      assertThat(other.call("GET", "", null).body().get("data")).hasSize(1);
    }
  }

  private Fuzzer.MadeUp request(SmartRig.User user, long others) {
    return new Fuzzer.MadeUp(
        fuzzer.pick(METHODS),
        target(user, others),
        headers(user),
        fuzzer.body(this::object, VALUES));
  }

  private String target(SmartRig.User user, long others) {
    var path =
        switch (fuzzer.below(10)) {
          case 0 ->
              "/smartsheet/" + fuzzer.pick(List.of("2.0", "1.0", "2.0/", "2.0/sheets", "%zz", ""));
          case 1 -> SmartRig.WEBHOOKS + "/" + others;
          case 2, 3 -> SmartRig.WEBHOOKS;
          default ->
              SmartRig.WEBHOOKS
                  + "/"
                  + fuzzer.pick(
                      List.of(own(user), own(user), own(user), "7", "x", "%00", "..", "", "%ff"))
                  + fuzzer.pick(
                      List.of("", "", "", "/resetsharedsecret", "/resetSHAREDsecret", "/a/b"));
        };
    return fuzzer.oneIn(4) ? path + "?" + fuzzer.parameter(PARAMETERS, SETTINGS) : path;
  }

  /** One of the user's, made now if there is none. */
  private String own(SmartRig.User user) {
    var page = user.call("GET", "?pageSize=5", null).body().get("data");
    return page.isEmpty()
        ? "" + user.given(SmartRig.sheet("https://rx.example.net/", ""))
        : page.get(fuzzer.below(page.size())).get("id").toString();
  }

  private String object() {
    var members = new TreeMap<String, String>();
    if (fuzzer.oneIn(2)) {
      members.put("name", "\"N\"");
      members.put("callbackUrl", "\"https://rx.example.net/\"");
      members.put("scope", fuzzer.pick(List.of("\"sheet\"", "\"plan\"")));
      members.put("scopeObjectId", fuzzer.pick(List.of("5", "6", "\"7\"")));
      members.put("events", "[\"*.*\"]");
      members.put("version", "1");
    }
    members.putAll(fuzzer.members(4, NAMES, VALUES));
    if (!fuzzer.oneIn(50)) {
      members.remove("enabled"); // else most of the time goes into names that do not resolve
    }
    return Fuzzer.json(members);
  }

  private Map<String, String> headers(SmartRig.User user) {
    var headers = new TreeMap<String, String>();
    if (!fuzzer.oneIn(20)) {
      headers.put("authorization", "Bearer " + (fuzzer.oneIn(20) ? "wrong" : user.token));
    }
    if (!fuzzer.oneIn(20)) {
      headers.put(
          "content-type", fuzzer.oneIn(20) ? fuzzer.pick(List.of("x", "a/b")) : "application/json");
    }
    if (fuzzer.oneIn(10)) {
      headers.put(
          "smartsheet-integration-source",
          fuzzer.pick(List.of("AI,Acme,x", "AI", ",,", "SCRIPT,a,b")));
    }
    if (fuzzer.oneIn(10)) {
      headers.put("accept", fuzzer.pick(List.of("application/json", "*/*", "text/html", ";;,")));
    }
    return headers;
  }
}
