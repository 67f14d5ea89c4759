package dev.belfry.dialects.apify;

import static dev.belfry.dialects.apify.ApifyRig.ACTOR;
import static dev.belfry.dialects.apify.ApifyRig.RUN;
import static dev.belfry.dialects.apify.ApifyRig.TASK;
import static dev.belfry.dialects.apify.ApifyRig.webhook;
import static dev.belfry.dialects.apify.ApifyRig.webhookOn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.apify.ApifyRig.Reply;
import dev.belfry.dialects.json.Json;
import dev.belfry.testkit.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The reference's checklist, items 1 to 74: what is asked over HTTP. */
class ManagementTest {

  private static final String NOBODY = "A".repeat(17);

  @TempDir Path folder;
  private ApifyRig rig;

  @BeforeEach
  void open() {
    rig = new ApifyRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

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

  @Test
  void item_16_17_and_19_to_26_when_only_what_is_required_is_given_then_defaults_are_filled_in() {
    var reply = rig.post("/webhooks", webhook());

    assertThat(reply.status()).isEqualTo(201);
    var data = reply.data();
    var id = data.path("id").asString();
    assertThat(id).matches("[a-zA-Z0-9]{17}");
    assertThat(data.path("userId").asString()).matches("[a-zA-Z0-9]{17}");
    assertThat(reply.header("location")).endsWith("/v2/webhooks/" + id);
    assertThat(data.path("isEnabled").asBoolean()).isTrue();
    for (var flag :
        List.of("isAdHoc", "ignoreSslErrors", "doNotRetry", "shouldInterpolateStrings")) {
      assertThat(data.get(flag).asBoolean()).as(flag).isFalse();
    }
    assertThat(data.path("actionType").asString()).isEqualTo("HTTP_REQUEST");
    assertThat(data.path("stats").path("totalDispatches").asInt()).isZero();
    assertThat(data.path("payloadTemplate").asString())
        .isEqualTo(
            """
            {
                "userId": {{userId}},
                "createdAt": {{createdAt}},
                "eventType": {{eventType}},
                "eventData": {{eventData}},
                "resource": {{resource}}
            }\
            """);
    assertThat(data.path("createdAt").asString())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z")
        .isEqualTo(data.path("modifiedAt").asString());
    for (var name :
        List.of("lastDispatch", "headersTemplate", "title", "description", "idempotencyKey")) {
      assertThat(data.has(name)).as(name).isFalse();
    }
    assertThat(rig.get("/webhooks/" + id).data()).as("item 50").isEqualTo(data);
  }

  @Test
  void item_27_to_29_when_a_key_is_used_again_then_the_first_webhook_is_answered() {
    var first = rig.post("/webhooks", webhook("\"idempotencyKey\":\"k1\""));
    var again =
        rig.post(
            "/webhooks",
            webhook("\"idempotencyKey\":\"k1\"").replace("receiver.test/in", "other.test/x"));

    assertThat(again.status()).isEqualTo(201);
    assertThat(again.data()).isEqualTo(first.data());
    assertThat(again.text()).doesNotContain("idempotencyKey");
    assertThat(rig.get("/webhooks").data().path("total").asInt()).isEqualTo(1);
    var other =
        rig.call(
            "POST",
            "/webhooks",
            rig.otherToken,
            webhook("\"idempotencyKey\":\"k1\"").getBytes(UTF_8));
    assertThat(other.data().path("id")).isNotEqualTo(first.data().path("id"));
  }

  @Test
  void item_30_when_64_arrive_at_once_or_after_a_restart_then_there_is_one_webhook()
      throws InterruptedException {
    var ids = ConcurrentHashMap.<String>newKeySet();
    var threads =
        IntStream.range(0, 64)
            .mapToObj(_ ->
                Thread.ofVirtual()
                    .start(() -> ids.add(rig.given(webhook("\"idempotencyKey\":\"k\"")))))
            .toList();
    for (var thread : threads) {
      thread.join();
    }
    rig.close();
    rig = new ApifyRig(folder);
    ids.add(rig.given(webhook("\"idempotencyKey\":\"k\"")));

    assertThat(ids).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"eventTypes\":[] # You must specify at least 1 values",
        "\"eventTypes\":null # You must specify at least 1 values",
        "\"eventTypes\":\"x\" # eventTypes must be of type Array",
        "\"eventTypes\":[\"NOPE\"] # NOPE is not an allowed value",
        "\"condition\":null # condition is required",
        "\"condition\":{} # Webhook condition isn't valid.",
        "\"condition\":{\"actorId\":\"short\"} # Webhook condition isn't valid.",
        "\"condition\":{\"actorId\":\"jane~act\"} # Webhook condition isn't valid.",
        "\"condition\":{\"actorId\":\"Aa1Bb2Cc3Dd4Ee5Ff\",\"actorRunId\":\"Aa1Bb2Cc3Dd4Ee5Ff\"}"
            + " # Webhook condition isn't valid.",
        "\"isAdHoc\":true # Ad hoc webhook can only be set for Actor runs.",
        "\"isAdHoc\":1 # isAdHoc must be of type Boolean",
        "\"requestUrl\":null # requestUrl is required",
        "\"requestUrl\":7 # requestUrl must be of type String",
        "\"requestUrl\":\"ftp://x\" # Webhook URL must be a valid URL.",
        "\"requestUrl\":\"http://\" # Webhook URL must be a valid URL.",
        "\"payloadTemplate\":\"{\" # payloadTemplate must be at least 2 characters",
        "\"payloadTemplate\":\"{\\\"a\\\":{{nope}}}\" # Invalid variable enclosed in double curly"
            + " braces. See the docs for valid variables.",
        "\"payloadTemplate\":\"{\\\"a\\\":\" # Aside from variables enclosed in double curly"
            + " braces, the template must be valid JSON.",
        "\"headersTemplate\":\"{{nope}}\" # Invalid variable enclosed in double curly braces. See"
            + " the docs for valid variables.",
        "\"actionType\":\"MAIL\" # actionType must be one of: HTTP_REQUEST, SLACK_MESSAGE,"
            + " GOOGLE_MAIL, GOOGLE_DRIVE, GITHUB_ISSUE",
        "\"idempotencyKey\":\"\" # idempotencyKey must be at least 1 characters"
      })
  void item_31_to_47_when_a_rule_is_broken_then_400_says_which(String rule) {
    var parts = rule.split(" # ", -1);
    var name = parts[0].substring(0, parts[0].indexOf(':'));
    var body = without(name, parts[0]);

    var reply = rig.post("/webhooks", body);

    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.type()).isEqualTo("schema-validation");
    assertThat(reply.message()).isEqualTo(parts[1]);
    assertThat(rig.get("/webhooks").data().path("total").asInt()).isZero();
  }

  /** A good webhook with one member replaced. */
  private static String without(String name, String member) {
    var members =
        List.of(
            "\"eventTypes\":[\"ACTOR.RUN.FAILED\"]",
            "\"condition\":{\"actorId\":\"" + ACTOR + "\"}",
            "\"requestUrl\":\"https://receiver.test/\"");
    var kept = members.stream().filter(one -> !one.startsWith(name)).toList();
    return "{" + member + "," + String.join(",", kept) + "}";
  }

  @Test
  void item_42_and_43_when_a_template_is_refused_then_the_position_is_told() {
    for (var wrong :
        List.of(
            "\"payloadTemplate\":\"{\\\"u\\\":{{userId}},\\\"a\\\":{{nope}}}\" # 20",
            "\"payloadTemplate\":\"{\\\"u\\\":{{userId}},}\" # 16",
            "\"headersTemplate\":\"{\\\"a\\\" 1}\" # 5")) {
      var parts = wrong.split(" # ", -1);
      var reply = rig.post("/webhooks", webhook(parts[0]));

      assertThat(reply.type()).isEqualTo("schema-validation");
      var data = Json.read(reply.response().body()).path("error").path("data");
      assertThat(data.path("position").asString()).as(wrong).isEqualTo(parts[1]);
      assertThat(parts[0]).contains("\"" + data.path("field").asString() + "\"");
    }
  }

  @Test
  void item_41_when_the_policy_refuses_the_address_then_the_url_is_not_valid() {
    var reply = rig.post("/webhooks", withUrl("http://169.254.169.254/latest"));

    assertThat(reply.type()).isEqualTo("schema-validation");
    assertThat(reply.message())
        .isEqualTo("Webhook URL must be a valid URL. It has an address that is not public.");
  }

  @Test
  void item_33_44_and_48_when_types_repeat_or_members_are_unknown_then_it_is_accepted() {
    var reply =
        rig.post(
            "/webhooks",
            webhook("\"nonsense\":1", "\"payloadTemplate\":\"{\\\"a\\\":\\\"{{nope}}\\\"}\"")
                .replace("[\"ACTOR.RUN.SUCCEEDED\"]", "[\"TEST\",\"ACTOR.RUN.FAILED\",\"TEST\"]"));

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.data().path("eventTypes").toString())
        .isEqualTo("[\"TEST\",\"ACTOR.RUN.FAILED\"]");
    assertThat(reply.data().has("nonsense")).isFalse();
  }

  @Test
  void item_38_to_40_when_the_target_is_unknown_then_only_ad_hoc_is_accepted() {
    rig.close();
    rig = new ApifyRig(folder, SettableClock.atNoon(), Set.of(ACTOR, "jane/my-actor"));

    assertThat(
            rig.post(
                    "/webhooks",
                    webhookOn("actorRunId", RUN, "ACTOR.RUN.FAILED", "\"isAdHoc\":true"))
                .status())
        .isEqualTo(201);
    for (var body :
        List.of(
            webhookOn("actorRunId", RUN, "ACTOR.RUN.FAILED"),
            webhookOn("actorId", NOBODY, "ACTOR.RUN.FAILED"),
            webhookOn("actorTaskId", NOBODY, "ACTOR.RUN.FAILED"))) {
      var reply = rig.post("/webhooks", body);
      assertThat(reply.status()).isEqualTo(404);
      assertThat(reply.type()).isEqualTo("record-not-found");
    }
    assertThat(rig.get("/actors/" + NOBODY + "/webhooks").status()).isEqualTo(404);
    assertThat(rig.get("/actors/jane~my-actor/webhooks").status()).isEqualTo(200);
    assertThat(rig.get("/actors/jane~other/webhooks").status()).isEqualTo(404);
  }

  @Test
  void item_41_and_46_and_114_when_texts_are_too_long_then_they_are_refused() {
    var url = "https://receiver.test/" + "a".repeat(500 - 22);
    assertThat(rig.post("/webhooks", withUrl(url)).status()).isEqualTo(201);
    assertThat(rig.post("/webhooks", withUrl(url + "a")).message())
        .isEqualTo("requestUrl cannot exceed 500 characters");
    assertThat(longText("description", 320).status()).isEqualTo(201);
    assertThat(longText("description", 321).status()).isEqualTo(400);
    assertThat(longText("title", 63).status()).isEqualTo(201);
    assertThat(longText("title", 64).message()).isEqualTo("title cannot exceed 63 characters");
    assertThat(template(1_000_000).status()).isEqualTo(201);
    assertThat(template(1_000_001).status()).isEqualTo(400);
  }

  private static String withUrl(String url) {
    return webhook().replace("https://receiver.test/in?k=1", url);
  }

  private Reply longText(String name, int length) {
    return rig.post("/webhooks", webhook("\"%s\":\"%s\"".formatted(name, "x".repeat(length))));
  }

  private Reply template(int length) {
    var text = "\\\"" + "x".repeat(length - 2) + "\\\"";
    return rig.post("/webhooks", webhook("\"payloadTemplate\":\"" + text + "\""));
  }

  @Test
  void item_47_when_the_body_is_no_object_then_it_is_an_invalid_request() {
    for (var body : List.of("[]", "7", "{", "{\"a\":1,\"a\":2}")) {
      var reply = rig.post("/webhooks", body);
      assertThat(reply.status()).isEqualTo(400);
      assertThat(reply.type()).isEqualTo("invalid-request");
    }
  }

  @Test
  void item_49_when_there_are_a_hundred_then_one_more_is_refused() {
    for (int i = 0; i < 100; i++) {
      rig.given(webhook());
    }

    var reply = rig.post("/webhooks", webhook());

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.type()).isEqualTo("too-many-webhooks");
  }

  @Test
  void item_51_to_55_when_it_is_updated_then_only_what_is_given_changes() {
    var id = rig.given(webhook("\"headersTemplate\":\"{}\"", "\"title\":\"t\""));
    var before = rig.get("/webhooks/" + id).data();
    rig.clock.advance(Duration.ofSeconds(3));

    var after = rig.put("/webhooks/" + id, "{\"description\":\"d\",\"title\":null}");

    assertThat(after.status()).isEqualTo(200);
    var expected = (tools.jackson.databind.node.ObjectNode) before.deepCopy();
    expected.put("description", "d").put("modifiedAt", "2026-03-02T12:00:03.000Z");
    expected.remove("title");
    assertThat(after.data()).isEqualTo(expected);
    assertThat(rig.put("/webhooks/" + id, "{\"isAdHoc\":true}").message())
        .isEqualTo("isAdHoc cannot be changed");
    assertThat(
            rig.put("/webhooks/" + id, "{\"headersTemplate\":\"\"}").data().has("headersTemplate"))
        .isFalse();
    assertThat(rig.put("/webhooks/" + id, "{\"requestUrl\":\"x\"}").status()).isEqualTo(400);
    assertThat(rig.put("/webhooks/" + NOBODY, "{}").type()).isEqualTo("record-not-found");
    var off = rig.put("/webhooks/" + id, "{\"isEnabled\":false}").data();
    assertThat(off.path("isEnabled").asBoolean()).isFalse();
    assertThat(
            rig.put("/webhooks/" + id, "{\"isEnabled\":true}").data().path("isEnabled").asBoolean())
        .isTrue();
  }

  @Test
  void item_56_to_58_when_it_is_deleted_then_its_dispatches_stay() {
    var id = rig.given(webhook());
    rig.event("ACTOR.RUN.SUCCEEDED", ApifyRig.runData());
    var dispatch = rig.dispatchWithCalls(id, 1);

    var reply = rig.delete("/webhooks/" + id);

    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.text()).isEmpty();
    assertThat(rig.delete("/webhooks/" + id).type()).isEqualTo("record-not-found");
    assertThat(rig.get("/webhook-dispatches").data().path("total").asInt()).isEqualTo(1);
    var kept = rig.get("/webhook-dispatches/" + dispatch.path("id").asString()).data();
    assertThat(kept.path("webhookId").asString()).isEqualTo(id);
    assertThat(kept.path("webhook").path("requestUrl").asString())
        .isEqualTo("https://receiver.test/in");
    var ofTask = rig.given(webhookOn("actorTaskId", TASK, "ACTOR.RUN.FAILED"));
    assertThat(rig.delete("/actor-tasks/" + TASK).status()).isEqualTo(204);
    assertThat(rig.get("/webhooks/" + ofTask).status()).isEqualTo(404);
  }

  @Test
  void item_59_to_63_when_lists_are_paged_then_position_and_order_are_kept() {
    var ids = IntStream.range(0, 5).mapToObj(_ -> rig.given(webhook())).toList();

    var all = rig.get("/webhooks").data();
    assertThat(all.propertyNames())
        .containsExactly("total", "offset", "limit", "count", "desc", "items");
    assertThat(all.path("limit").asInt()).isEqualTo(1000);
    assertThat(ids(all)).isEqualTo(ids);
    assertThat(rig.get("/webhooks?limit=5000").data().path("limit").asInt()).isEqualTo(1000);
    assertThat(rig.get("/webhooks?limit=0").data().path("limit").asInt()).isEqualTo(1000);
    assertThat(ids(rig.get("/webhooks?desc=1").data())).isEqualTo(ids.reversed());
    assertThat(ids(rig.get("/webhooks?desc=true&offset=1&limit=2").data()))
        .isEqualTo(ids.reversed().subList(1, 3));
    var beyond = rig.get("/webhooks?offset=9").data();
    assertThat(beyond.path("items").size() + beyond.path("count").asInt()).isZero();
    assertThat(beyond.path("total").asInt()).isEqualTo(5);
    assertThat(all.path("items").get(0).has("payloadTemplate")).isFalse();
    for (var bad : List.of("limit=-1", "offset=x", "desc=maybe", "limit=1.5")) {
      assertThat(rig.get("/webhooks?" + bad).type()).isEqualTo("invalid-parameter");
    }
  }

  @Test
  void item_65_when_a_path_names_the_owner_and_the_name_then_it_is_the_same_actor_or_task() {
    var actor = rig.post("/actors/jane~my-actor/runs", "").data().path("actId").asString();
    var task = rig.post("/actor-tasks/jane~my-task/runs", "").data();
    var ofActor = rig.given(webhookOn("actorId", actor, "ACTOR.RUN.FAILED"));
    var ofTask =
        rig.given(
            webhookOn("actorTaskId", task.path("actorTaskId").asString(), "ACTOR.RUN.FAILED"));

    assertThat(ids(rig.get("/actors/jane~my-actor/webhooks").data())).containsExactly(ofActor);
    assertThat(ids(rig.get("/actor-tasks/jane~my-task/webhooks").data())).containsExactly(ofTask);
  }

  @Test
  void item_66_when_the_dispatches_of_a_webhook_are_paged_then_position_and_order_are_kept() {
    var id = rig.given(webhook());
    rig.given(webhook());
    for (int i = 0; i < 4; i++) {
      rig.event("ACTOR.RUN.SUCCEEDED", ApifyRig.runData());
    }

    var all = rig.get("/webhooks/" + id + "/dispatches").data();
    var part = rig.get("/webhooks/" + id + "/dispatches?desc=1&offset=1&limit=2").data();

    assertThat(all.path("total").asInt()).isEqualTo(4);
    assertThat(part.path("total").asInt()).isEqualTo(4);
    assertThat(part.path("count").asInt()).isEqualTo(2);
    assertThat(ids(part)).isEqualTo(ids(all).reversed().subList(1, 3));
  }

  @Test
  void when_many_change_a_webhook_at_once_then_every_change_is_in_it() throws InterruptedException {
    var id = rig.given(webhook());
    var names = List.of("title", "description", "headersTemplate", "idempotencyKey");
    var threads =
        names.stream()
            .map(name ->
                Thread.ofVirtual()
                    .start(
                        () -> rig.put("/webhooks/" + id, "{\"%s\":\"\\\"x\\\"\"}".formatted(name))))
            .toList();
    for (var thread : threads) {
      thread.join();
    }

    var after = rig.get("/webhooks/" + id).data();
    for (var name : names.subList(0, 3)) {
      assertThat(after.path(name).asString("")).as(name).isEqualTo("\"x\"");
    }
  }

  @Test
  void item_68_to_74_when_a_webhook_is_tried_out_then_a_dispatch_is_answered() {
    var id = rig.given(webhook("\"isEnabled\":false"));

    var reply =
        rig.call(
            "POST",
            "/webhooks/" + id + "/test",
            rig.token,
            new byte[0],
            "content-type",
            "application/x-www-form-urlencoded");

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.data().path("eventType").asString()).isEqualTo("TEST");
    assertThat(reply.data().path("eventData").isNull()).isTrue();
    rig.dispatchWithCalls(id, 1);
    var sent = dev.belfry.dialects.json.Json.read(rig.received.getFirst().body());
    assertThat(sent.path("resource").path("joke").isString()).isTrue();
    assertThat(sent.path("eventType").asString()).isEqualTo("TEST");
    var one = rig.get("/webhook-dispatches/" + reply.data().path("id").asString());
    assertThat(one.data().path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(rig.get("/webhook-dispatches/" + NOBODY).type()).isEqualTo("record-not-found");
    assertThat(rig.get("/webhooks/" + id).data().path("stats").path("totalDispatches").asInt())
        .isZero();
  }

  @Test
  void item_72_and_73_when_a_run_is_named_then_it_must_belong_to_the_condition() {
    var id = rig.given(webhook());
    var run = rig.post("/actors/" + ACTOR + "/runs", "").data().path("id").asString();
    var foreign = rig.post("/actors/" + NOBODY + "/runs", "").data().path("id").asString();

    var reply = rig.post("/webhooks/" + id + "/test", "{\"resourceId\":\"" + run + "\"}");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.data().path("eventData").path("actorRunId").asString()).isEqualTo(run);
    assertThat(ApifyRig.body(rig.onlyRequest())).contains("\"resource\":{\"id\":\"" + run);
    var wrong = rig.post("/webhooks/" + id + "/test", "{\"resourceId\":\"" + foreign + "\"}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.type()).isEqualTo("id-does-not-match");
    assertThat(rig.post("/webhooks/" + id + "/test", "{\"resourceId\":\"x\"}").message())
        .isEqualTo("Actor run was not found");
    assertThat(
            rig.post("/webhooks/" + id + "/test", "{\"resourceId\":\"x\",\"resourceType\":\"Y\"}")
                .message())
        .isEqualTo("resourceType must be one of: BUILD, RUN");
  }

  private static List<String> ids(JsonNode list) {
    var ids = list.path("items").valueStream().map(item -> item.path("id").asString()).toList();
    assertThat(new HashSet<>(ids)).hasSameSizeAs(ids);
    return ids;
  }
}
