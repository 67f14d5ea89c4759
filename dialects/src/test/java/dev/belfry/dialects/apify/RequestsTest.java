package dev.belfry.dialects.apify;

import static dev.belfry.dialects.apify.ApifyRig.ACTOR;
import static dev.belfry.dialects.apify.ApifyRig.TASK;
import static dev.belfry.dialects.apify.ApifyRig.webhook;
import static dev.belfry.dialects.apify.ApifyRig.webhookOn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.apify.ApifyRig.Reply;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.tenant.Tenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The reference's checklist, items 1 to 18: how requests are read and who may make them. */
class RequestsTest extends ApifyTest {

  @Test
  void item_1_and_64_when_acts_is_asked_then_it_answers_like_actors() {
    var id = rig.given(webhook());
    var ofTask = rig.given(webhookOn("actorTaskId", TASK, "ACTOR.RUN.FAILED"));

    var actors = rig.get("/actors/" + ACTOR + "/webhooks").data();
    assertThat(rig.get("/acts/" + ACTOR + "/webhooks").data()).isEqualTo(actors);
    assertThat(ids(actors)).containsExactly(id);
    assertThat(ids(rig.get("/actor-tasks/" + TASK + "/webhooks").data())).containsExactly(ofTask);
    assertThat(rig.post("/acts/" + ACTOR + "/runs", "{}").status()).isEqualTo(201);
  }

  @Test
  void item_2_when_the_method_parameter_says_post_then_a_get_creates() {
    var reply = rig.call("GET", "/webhooks?method=POST", rig.token, webhook().getBytes(UTF_8));

    assertThat(reply.status()).isEqualTo(201);
  }

  @Test
  void item_3_to_5_when_credentials_are_missing_wrong_or_in_the_query_then_as_documented() {
    var none = rig.call("GET", "/webhooks", null, null);
    assertThat(none.status()).isEqualTo(401);
    assertThat(none.type()).isEqualTo("token-not-provided");

    var wrong = rig.call("GET", "/webhooks", "nonsense", null);
    assertThat(wrong.status()).isEqualTo(401);
    assertThat(wrong.type()).isEqualTo("user-or-token-not-found");

    assertThat(rig.call("GET", "/webhooks?token=" + rig.token, null, null).status()).isEqualTo(200);
  }

  @Test
  void when_the_tenant_is_suspended_then_its_token_may_do_nothing() {
    var id = rig.given(webhook());
    rig.engine
        .tenants()
        .change(
            ApifyRig.ACME,
            OptionalLong.empty(),
            old ->
                new Tenant(
                    old.id(), old.name(), old.limits(), true, old.createdAt(), old.version()),
            Actor.ADMIN);

    for (var reply : List.of(rig.get("/webhooks"), rig.post("/webhooks/" + id + "/test", "{}"))) {
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.type()).isEqualTo("insufficient-permissions");
    }
  }

  @Test
  void item_6_to_9_when_anything_is_answered_then_envelope_type_and_limit_are_there() {
    for (var reply :
        List.of(
            rig.get("/webhooks"),
            rig.get("/webhooks/" + NOBODY),
            rig.get("/nowhere"),
            rig.post("/webhooks", "nonsense"))) {
      assertThat(reply.header("content-type")).startsWith("application/json");
      assertThat(reply.header("x-ratelimit-limit")).isEqualTo("60");
      assertThat(reply.data().isObject() || !reply.type().isEmpty()).isTrue();
      assertThat(reply.data().isObject() || !reply.message().isEmpty()).isTrue();
    }
    assertThat(rig.post("/actors/" + ACTOR + "/runs", "").header("x-ratelimit-limit"))
        .isEqualTo("400");
  }

  @Test
  void item_10_when_the_body_is_compressed_with_brotli_then_it_is_accepted() {
    var packed =
        "G30AQI3UYk2Z7mTAvFK/PDACTEv0f1vqdPU55YC1tQVSAoFf7QQXvKesKdkwQvmeDxymvH5QQzPKJKfyKqYevww"
            + "UEZD6gA9N979erwdoDau3nNHxZi9Yg2iPmIDfUr074LBTFe6XGmDSy6lsEosB";

    var reply = encoded("br", Base64.getDecoder().decode(packed));

    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    assertThat(reply.data().path("condition").path("actorId").asString()).isEqualTo(ACTOR);
  }

  @Test
  void item_13_when_a_small_body_inflates_beyond_the_limit_then_it_is_too_large() {
    var bomb = encoded("br", Base64.getDecoder().decode("y///P/gnAOKxQCD3/i8BACDwTwDEYRHA7v0D"));

    assertThat(bomb.status()).isEqualTo(413);
    assertThat(bomb.type()).isEqualTo("request-too-large");
  }

  @Test
  void item_11_to_13_when_bodies_are_encoded_or_too_large_then_as_documented() throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(webhook().getBytes(UTF_8));
    }
    var packed = out.toByteArray();

    assertThat(encoded("gzip", packed).status()).isEqualTo(201);
    var unknown = encoded("bla", packed);
    assertThat(unknown.status()).isEqualTo(415);
    assertThat(unknown.type()).isEqualTo("unsupported-content-encoding");
    assertThat(unknown.message()).isEqualTo("Content-Encoding \"bla\" is not supported.");
    var large = rig.call("POST", "/webhooks", rig.token, new byte[9_437_185]);
    assertThat(large.status()).isEqualTo(413);
    assertThat(large.type()).isEqualTo("request-too-large");
    assertThat(encoded("gzip", webhook().getBytes(UTF_8)).status()).isEqualTo(400);
  }

  private Reply encoded(String encoding, byte[] body) {
    return rig.call("POST", "/webhooks", rig.token, body, "content-encoding", encoding);
  }

  @Test
  void item_14_and_15_and_67_when_verb_or_path_is_wrong_then_as_documented() {
    var verb = rig.call("PATCH", "/webhooks", rig.token, null);
    assertThat(verb.status()).isEqualTo(405);
    assertThat(verb.type()).isEqualTo("method-not-allowed");
    assertThat(verb.message()).contains("OPTIONS, GET, POST");
    var path = rig.get("/nowhere");
    assertThat(path.status()).isEqualTo(404);
    assertThat(path.type()).isEqualTo("page-not-found");
    assertThat(rig.post("/actors/" + ACTOR + "/webhooks", webhook()).status()).isEqualTo(405);
    assertThat(rig.post("/actor-tasks/" + TASK + "/webhooks", webhook()).status()).isEqualTo(405);
  }

  @Test
  void item_18_when_it_is_somebody_elses_then_it_is_not_found() {
    var id = rig.given(webhook());

    rig.event("ACTOR.RUN.SUCCEEDED", ApifyRig.runData());
    var dispatch = rig.dispatchWithCalls(id, 1).path("id").asString();
    var run = rig.post("/actors/" + ACTOR + "/runs", "").data().path("id").asString();
    var before = rig.get("/webhooks/" + id).data();
    var none = "{}".getBytes(UTF_8);
    var ofRun = webhookOn("actorRunId", run, "ACTOR.RUN.FAILED").getBytes(UTF_8);
    var mine = rig.call("POST", "/webhooks", rig.otherToken, webhook().getBytes(UTF_8));
    var test = "/webhooks/" + mine.data().path("id").asString() + "/test";
    var itsRun = ("{\"resourceId\":\"" + run + "\"}").getBytes(UTF_8);

    for (var reply :
        List.of(
            rig.call("GET", "/webhooks/" + id, rig.otherToken, null),
            rig.call("PUT", "/webhooks/" + id, rig.otherToken, none),
            rig.call("DELETE", "/webhooks/" + id, rig.otherToken, null),
            rig.call("POST", "/webhooks/" + id + "/test", rig.otherToken, null),
            rig.call("GET", "/webhooks/" + id + "/dispatches", rig.otherToken, null),
            rig.call("GET", "/webhook-dispatches/" + dispatch, rig.otherToken, null),
            rig.call("GET", "/actor-runs/" + run, rig.otherToken, null),
            rig.call("POST", "/webhooks", rig.otherToken, ofRun),
            rig.call("POST", test, rig.otherToken, itsRun))) {
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.type()).isEqualTo("record-not-found");
    }
    for (var list : List.of("/webhook-dispatches", "/actors/" + ACTOR + "/webhooks", "/webhooks")) {
      var seen = rig.call("GET", list, rig.otherToken, null).text();
      assertThat(seen).doesNotContain(id).doesNotContain(dispatch);
    }
    rig.call("DELETE", "/actors/" + ACTOR, rig.otherToken, null);
    assertThat(rig.get("/webhooks/" + id).data()).isEqualTo(before);
  }

  private static List<String> ids(JsonNode list) {
    var ids = list.path("items").valueStream().map(item -> item.path("id").asString()).toList();
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    return ids;
  }
}
