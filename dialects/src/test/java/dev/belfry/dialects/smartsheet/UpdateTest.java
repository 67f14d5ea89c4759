package dev.belfry.dialects.smartsheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import dev.belfry.testkit.SettableClock;
import dev.belfry.testkit.TestCertificate;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Part A, "Update and enabling"; the items' numbers are in the names. */
class UpdateTest extends SmartReceiverTest {

  @Test
  void item_61_when_the_name_changes_then_nothing_else_does_but_the_date() {
    var id = user.given(SmartRig.sheet(url, ""));
    var before = (ObjectNode) user.shown(id);
    rig.clock.advance(Duration.ofSeconds(90));

    var after = user.put(id, "{\"name\":\"n2\"}").get("result");

    assertThat(after.get("modifiedAt")).isNotEqualTo(before.get("modifiedAt"));
    before.put("name", "n2").set("modifiedAt", after.get("modifiedAt"));
    assertThat(after).isEqualTo(before);
    assertThat(receiver.requests()).isEmpty();
  }

  @Test
  void items_62_and_63_when_it_is_enabled_then_one_challenge_decides() {
    var id = user.given(SmartRig.sheet(url, ""));

    var body = user.enable(id);

    assertThat(receiver.requests()).hasSize(1);
    assertThat(body.get("message").stringValue()).isEqualTo("SUCCESS");
    assertThat(body.at("/result/enabled").booleanValue()).isTrue();
    assertThat(body.at("/result/status").stringValue()).isEqualTo("ENABLED");
    assertThat(body.get("result").has("disabledDetails")).isFalse();
  }

  @Test
  void item_64_when_the_target_answers_500_then_the_answer_is_200_all_the_same() {
    receiver.script().always(Reply.status(500));
    var id = user.given(SmartRig.sheet(url, ""));

    var answer = user.call("PUT", "/" + id, "{\"enabled\":true}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().get("message").stringValue()).isEqualTo("SUCCESS");
    assertThat(answer.body().get("resultCode").intValue()).isZero();
    assertThat(answer.result().get("enabled").booleanValue()).isFalse();
    assertThat(answer.result().get("status").stringValue())
        .isEqualTo("DISABLED_VERIFICATION_FAILED");
    assertThat(answer.result().get("disabledDetails").stringValue())
        .matches("Request returned HTTP status code 500 \\(ref id: [0-9a-z]{6,12}\\)");
    assertThat(user.shown(id)).isEqualTo(answer.result());
  }

  @Test
  void item_65_when_the_certificate_is_self_signed_then_the_details_tell_of_the_handshake(
      @TempDir Path other) {
    var tls = TestCertificate.of("127.0.0.1").context();
    try (var secure = anyOfTheFivePorts(tls);
        var strict =
            new SmartRig(
                other,
                SmartRig.settings(Map.of(), false),
                EgressPolicy.of(List.of("127.0.0.0/8"), false, List.of()),
                SettableClock.atNoon())) {
      SmartRig.prove(secure, Reply.ok());
      var somebody = strict.givenUser();
      var id = somebody.given(SmartRig.sheet(secure.url("/").toString(), ""));

      assertThat(somebody.enable(id).at("/result/disabledDetails").stringValue())
          .startsWith(
              "An error occurred during SSL handshake: the client and server could not negotiate"
                  + " the desired level of security. (ref id: ");
      assertThat(somebody.status(id)).isEqualTo("DISABLED_VERIFICATION_FAILED");
    }
  }

  private static FakeReceiver anyOfTheFivePorts(javax.net.ssl.SSLContext tls) {
    for (var port : new int[] {8443, 8008, 8000, 8080}) {
      try {
        return FakeReceiver.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
            tls,
            InstantSource.system());
      } catch (java.io.UncheckedIOException _) {
        // taken by somebody else
      }
    }
    throw new AssertionError("none of the ports is free");
  }

  @Test
  void item_66_when_its_owner_switches_it_off_then_nobody_is_asked() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));

    var result = user.put(id, "{\"enabled\":false}").get("result");

    assertThat(result.get("status").stringValue()).isEqualTo("DISABLED_BY_OWNER");
    assertThat(result.get("enabled").booleanValue()).isFalse();
    assertThat(result.has("disabledDetails")).isFalse();
    assertThat(receiver.count()).isEqualTo(1);
  }

  @Test
  void when_a_new_one_is_switched_off_then_it_stays_new() {
    var id = user.given(SmartRig.sheet(url, ""));

    assertThat(user.put(id, "{\"enabled\":false}").at("/result/status").stringValue())
        .isEqualTo("NEW_NOT_VERIFIED");
  }

  @Test
  void item_67_when_it_was_disabled_in_any_usual_way_then_a_challenge_brings_it_back() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    user.put(id, "{\"enabled\":false}");
    assertThat(user.enable(id).at("/result/status").stringValue()).isEqualTo("ENABLED");

    SmartRig.prove(receiver, Reply.status(410));
    user.fireRows(1, 1);
    rig.clock.advance(SmartRig.WINDOW);
    awaitStatus(id, "DISABLED_CALLBACK_FAILED");
    assertThat(user.enable(id).at("/result/status").stringValue()).isEqualTo("ENABLED");

    user.put(id, "{\"enabled\":false}");
    receiver.script().always(Reply.ok());
    assertThat(user.enable(id).at("/result/status").stringValue())
        .isEqualTo("DISABLED_VERIFICATION_FAILED");
    SmartRig.prove(receiver, Reply.ok());
    assertThat(user.enable(id).at("/result/status").stringValue()).isEqualTo("ENABLED");
    assertThat(SmartRig.challenges(receiver)).hasSize(5);
    assertThat(SmartRig.challenges(receiver).stream().map(SmartRig::challenge).distinct())
        .hasSize(5);
  }

  private void awaitStatus(long id, String status) {
    dev.belfry.testkit.Eventually.holds(
        status, SmartRig.SOON, () -> user.status(id).equals(status));
  }

  @Test
  void items_68_and_142_when_the_app_is_revoked_then_its_webhooks_are_off_for_good(
      @TempDir Path other) {
    try (var apps =
        new SmartRig(other, SmartRig.settings(Map.of("apps", "key_app:Sync"), true), true)) {
      var person = apps.givenUser();
      apps.engine.keys().addFixed("key_app", "bfy_app_secret", person.id);
      var app = person.with("bfy_app_secret");
      var one = app.givenEnabled(SmartRig.sheet(url, ""));
      var fresh = app.given(SmartRig.sheet(url, ""));
      var persons = person.givenEnabled(SmartRig.sheet(url, ""));
      var before = receiver.count();

      person.fire("app.revoked", "app/key_app", "{}");
      person.fire("app.restored", "app/key_app", "{}");

      assertThat(person.status(one)).isEqualTo("DISABLED_APP_REVOKED");
      assertThat(person.status(fresh)).isEqualTo("DISABLED_APP_REVOKED");
      assertThat(person.status(persons)).isEqualTo("ENABLED");
      assertThat(person.call("PUT", "/" + one, "{\"enabled\":true}").error()).isEqualTo("403 1153");
      assertThat(receiver.count()).isEqualTo(before);
    }
  }

  @Test
  void item_69_when_support_switched_it_off_then_only_support_brings_it_back() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));

    user.fire("webhook.suspended", "webhook/" + id, "{}");

    assertThat(user.status(id)).isEqualTo("DISABLED_ADMINISTRATIVE");
    assertThat(user.call("PUT", "/" + id, "{\"enabled\":true,\"name\":\"x\"}").error())
        .isEqualTo("403 1154");
    assertThat(user.shown(id).get("name").stringValue()).isEqualTo("order changes");
    assertThat(user.put(id, "{\"enabled\":false}").at("/result/status").stringValue())
        .isEqualTo("DISABLED_ADMINISTRATIVE");
    assertThat(receiver.count()).isEqualTo(1);
    user.fire("webhook.released", "webhook/" + id, "{}");
    assertThat(user.enable(id).at("/result/status").stringValue()).isEqualTo("ENABLED");
  }

  @Test
  void item_70_when_it_is_enabled_already_then_nobody_is_asked() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));

    assertThat(user.enable(id).at("/result/status").stringValue()).isEqualTo("ENABLED");
    assertThat(
            user.put(id, "{\"enabled\":true,\"callbackUrl\":\"" + url + "\"}")
                .at("/result/enabled")
                .booleanValue())
        .isTrue();
    assertThat(receiver.count()).isEqualTo(1);
  }

  @Test
  void items_71_and_72_when_the_url_changes_then_the_new_one_is_asked() {
    var id = user.given(SmartRig.sheet(receiver.url("/old").toString(), ""));
    var next = receiver.url("/new").toString();

    user.put(id, "{\"callbackUrl\":\"" + next + "\",\"enabled\":true}");
    assertThat(receiver.requests().getLast().path()).isEqualTo("/new");
    assertThat(user.shown(id).get("callbackUrl").stringValue()).isEqualTo(next);

    receiver.script("/bad").always(Reply.status(403));
    var after = user.put(id, "{\"callbackUrl\":\"" + receiver.url("/bad") + "\"}").get("result");
    assertThat(receiver.requests().getLast().path()).isEqualTo("/bad");
    assertThat(after.get("status").stringValue()).isEqualTo("DISABLED_VERIFICATION_FAILED");

    user.put(id, "{\"callbackUrl\":\"" + next + "\"}");
    assertThat(receiver.count()).isEqualTo(2);
    assertThat(user.status(id)).isEqualTo("DISABLED_VERIFICATION_FAILED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"scope\":\"plan\" | \"scope\":\"sheet\"",
        "\"scopeObjectId\":5 | \"scopeObjectId\":\"3126442859128708\"",
        "\"subscope\":{\"columnIds\":[2]} | \"subscope\":{\"columnIds\":[1]}",
        "\"status\":\"ENABLED\" | \"status\":\"NEW_NOT_VERIFIED\"",
        "\"sharedSecret\":\"x\" | \"version\":1.0",
        "\"createdAt\":\"2020-01-01T00:00:00Z\" | \"createdAt\":\"2026-03-02T12:00:00.000+00:00\"",
        "\"modifiedAt\":7 | \"modifiedAt\":1772452800000",
        "\"customHeaders\":{} | \"stats\":{\"anything\":1}",
        "\"apiClientId\":\"a\" | \"enabled\":false"
      })
  void item_73_when_something_fixed_differs_then_it_is_refused_but_not_when_equal(
      String other, String same) {
    var id = user.given(SmartRig.sheet(url, ",\"subscope\":{\"columnIds\":[1]}"));
    var before = user.shown(id);

    assertThat(user.call("PUT", "/" + id, "{\"name\":\"n\"," + other + "}").error())
        .isEqualTo("400 1032");
    assertThat(user.shown(id)).isEqualTo(before);
    assertThat(user.call("PUT", "/" + id, "{\"name\":\"n\"," + same + "}").status()).isEqualTo(200);
  }

  @Test
  void item_74_when_all_that_was_read_comes_back_but_the_id_then_it_is_accepted() {
    var id = user.given(SmartRig.sheet(url, ",\"subscope\":{\"columnIds\":[1]}"));
    var all = (ObjectNode) user.shown(id);
    all.remove("id");

    all.put("enabled", true);
    var result = user.put(id, all.toString()).get("result");

    assertThat(result.get("status").stringValue()).isEqualTo("ENABLED");
    user.fireRows(1, 0);
    var again = (ObjectNode) user.shown(id);
    again.put("enabled", false);
    assertThat(user.put(id, again.toString()).at("/result/enabled").booleanValue()).isFalse();
  }

  @Test
  void item_75_when_custom_headers_are_left_out_then_they_stay_and_an_empty_object_clears() {
    var id = user.given(SmartRig.plan(url, ",\"customHeaders\":{\"X-A\":\"1\",\"X-B\":\"2\"}"));

    user.put(id, "{\"name\":\"n\"}");
    assertThat(user.shown(id).get("customHeaders")).hasSize(2);
    user.put(id, "{\"customHeaders\":{\"X-C\":\"3\"}}");
    assertThat(user.shown(id).get("customHeaders").toString()).isEqualTo("{\"X-C\":\"3\"}");
    user.put(id, "{\"customHeaders\":{}}");
    assertThat(user.shown(id).has("customHeaders")).isFalse();
  }

  @Test
  void items_76_and_77_when_the_change_is_wrong_then_the_error_is_that_of_creating() {
    var id = user.given(SmartRig.sheet(url, ""));

    assertThat(user.call("PUT", "/4", "{\"name\":\"n\"}").error()).isEqualTo("404 1006");
    for (var wrong :
        List.of(
            "{\"callbackUrl\":\"https://10.0.0.1/\"}",
            "{\"callbackUrl\":\"nowhere\"}",
            "{\"version\":2}",
            "{\"events\":[]}",
            "{\"events\":[\"user.*\"]}",
            "{\"name\":\"\"}")) {
      assertThat(user.call("PUT", "/" + id, wrong).error()).as(wrong).isEqualTo("400 1031");
    }
    assertThat(user.call("PUT", "/" + id, "").error()).isEqualTo("400 1024");
    assertThat(user.call("PUT", "/" + id, "{\"enabled\":1}").error()).isEqualTo("400 1008");
    assertThat(user.call("PUT", "/" + id, "{}").status()).isEqualTo(200);
  }

  @Test
  void item_77_when_the_rules_hold_then_they_do_so_for_changes_too(@TempDir Path other) {
    try (var strict = new SmartRig(other, false)) {
      var somebody = strict.givenUser();
      var id = somebody.given(SmartRig.sheet("https://hooks.acme.example/in", ""));

      assertThat(put(somebody, id, "http://hooks.acme.example/in")).isEqualTo("400 1152");
      assertThat(put(somebody, id, "https://hooks.acme.example:8444/")).isEqualTo("400 1031");
      assertThat(put(somebody, id, "https://127.0.0.1/")).isEqualTo("400 1031");
      assertThat(put(somebody, id, "https://hooks.acme.example:8443/")).isEqualTo("200 0");
    }
  }

  private static String put(SmartRig.User user, long id, String url) {
    return user.call("PUT", "/" + id, "{\"callbackUrl\":\"" + url + "\"}").error();
  }
}
