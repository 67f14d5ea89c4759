package dev.belfry.dialects.apify;

import static dev.belfry.dialects.apify.ApifyRig.ACTOR;
import static dev.belfry.dialects.apify.ApifyRig.RUN;
import static dev.belfry.dialects.apify.ApifyRig.webhook;
import static dev.belfry.dialects.apify.ApifyRig.webhookOn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.apify.ApifyRig.Reply;
import dev.belfry.dialects.json.Json;
import dev.belfry.testkit.SettableClock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference's checklist, items 19 to 49: what makes a webhook, and what does not. */
class CreationTest extends ApifyTest {

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
}
