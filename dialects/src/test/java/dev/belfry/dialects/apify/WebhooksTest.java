package dev.belfry.dialects.apify;

import static dev.belfry.dialects.apify.ApifyRig.ACTOR;
import static dev.belfry.dialects.apify.ApifyRig.TASK;
import static dev.belfry.dialects.apify.ApifyRig.webhook;
import static dev.belfry.dialects.apify.ApifyRig.webhookOn;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The reference's checklist, items 50 to 74: webhooks read, changed, listed and tried out. */
class WebhooksTest extends ApifyTest {

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
    var sent = dev.belfry.dialects.json.Json.read(rig.receiver.received.getFirst().body());
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
