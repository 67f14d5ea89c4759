package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Operations that take no body take none, or an empty object, and nothing is done for another. */
class NoBodyTest extends ApiTest {

  private String webhook = "";

  @BeforeEach
  void givenWebhook() {
    webhook = rig.givenWebhook(key, "{\"url\":\"https://a.example/\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pause", "/resume"})
  void when_there_is_no_body_or_an_empty_object_then_it_is_done(String action) {
    for (var body : List.of("", "{}", " { } ")) {
      assertThat(rig.post("/v1/webhooks/" + webhook + action, key, body).status()).isEqualTo(200);
    }
    assertThat(rig.post("/v1/webhooks/" + webhook + action, key, null).status()).isEqualTo(200);
  }

  @Test
  void when_a_body_is_wrong_then_it_is_told_and_nothing_is_done() {
    var path = "/v1/webhooks/" + webhook + "/pause";

    assertThat(rig.post(path, key, "garbage").status()).isEqualTo(400);
    var unknown = rig.post(path, key, "{\"x\":1,\"a/b\":2}");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.pointers()).containsExactly("/a~1b", "/x");
    assertThat(rig.post(path, key, "[]").pointers()).containsExactly("");
    assertThat(rig.post(path, key, "{}", "content-type", "text/plain").status()).isEqualTo(415);
    assertThat(rig.get("/v1/webhooks/" + webhook, key).body().get("state").asString())
        .isEqualTo("active");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "POST /v1/webhooks/%s/test",
        "POST /v1/webhooks/%s/resume",
        "DELETE /v1/webhooks/%s",
        "POST /v1/deliveries/%s/retry",
        "POST /v1/deliveries/%s/cancel",
        "DELETE /v1/replays/%s",
        "DELETE /v1/events/%s/data",
        "DELETE /v1/event-types/%s",
      })
  void when_any_of_them_gets_members_then_they_are_refused(String route) {
    var parts = route.formatted(webhook).split(" ", -1);

    assertThat(rig.call(parts[0], parts[1], key, "{\"x\":1}").status()).isEqualTo(422);
    assertThat(rig.call(parts[0], parts[1], key, "{\"x\"").status()).isEqualTo(400);
    assertThat(rig.get("/v1/webhooks/" + webhook, key).status()).isEqualTo(200);
  }

  @Test
  void when_an_operation_of_the_operator_gets_members_then_they_are_refused() {
    assertThat(rig.post("/v1/admin/verify", ApiRig.ADMIN, "{\"x\":1}").status()).isEqualTo(422);
    assertThat(rig.post("/v1/admin/verify", ApiRig.ADMIN, null).status()).isEqualTo(200);
  }

  @Test
  void when_a_word_or_an_id_of_a_query_is_wrong_then_the_right_ones_are_named() {
    assertThat(rig.get("/v1/deliveries?state=lost", key).body().get("detail").asString())
        .isEqualTo("The parameter state must be one of: pending, delivered, dead, cancelled.");
    assertThat(rig.get("/v1/deliveries?webhook=7", key).body().get("detail").asString())
        .isEqualTo("The parameter webhook must be an id: wh_ and 26 letters and digits.");
  }

  @Test
  void when_an_id_of_a_query_was_never_given_then_it_is_nobodys() {
    var id = "01M80GEPWN0000B8FF4Y5APAEA";

    for (var list :
        List.of("deliveries?webhook=wh_", "deliveries?event=evt_", "replays?webhook=wh_")) {
      var answer = rig.get("/v1/" + list + id, key);
      assertThat(answer.status()).as(list).isEqualTo(200);
      assertThat(answer.body().get("data")).as(list).isEmpty();
    }
    var explain = "/v1/webhooks/" + webhook + "/explain?event=evt_";
    assertThat(rig.get(explain + id, key).status()).isEqualTo(404);
    assertThat(rig.get(explain + id.replace('M', 'U'), key).status()).isEqualTo(400);
  }
}
