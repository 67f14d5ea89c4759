package dev.belfry.dialects.apify;

import static dev.belfry.dialects.apify.ApifyRig.ACTOR;
import static dev.belfry.dialects.apify.ApifyRig.TASK;
import static dev.belfry.dialects.apify.ApifyRig.body;
import static dev.belfry.dialects.apify.ApifyRig.runData;
import static dev.belfry.dialects.apify.ApifyRig.webhook;
import static dev.belfry.dialects.apify.ApifyRig.webhookOn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.record.Shelf;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference's checklist, items 79 to 90: which webhooks an event reaches, and runs. */
class EventsTest extends ApifyTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RUN.CREATED", "RUN.SUCCEEDED", "RUN.FAILED", "RUN.ABORTED", "RUN.TIMED_OUT",
        "RUN.RESURRECTED", "BUILD.CREATED", "BUILD.SUCCEEDED", "BUILD.FAILED", "BUILD.ABORTED",
        "BUILD.TIMED_OUT"
      })
  void item_79_and_80_when_it_happens_then_enabled_webhooks_get_it_once(String what) {
    var type = "ACTOR." + what;
    var on = rig.given(webhookOn("actorId", ACTOR, type));
    rig.given(webhookOn("actorId", ACTOR, type, "\"isEnabled\":false"));
    rig.given(webhookOn("actorId", "B".repeat(17), type));

    var accepted = rig.event(type, runData().replace("actorRunId", idName(what)));

    assertThat(accepted.deliveries()).isEqualTo(1);
    var dispatch = rig.dispatchWithCalls(on, 1);
    assertThat(dispatch.path("eventData").propertyNames())
        .as("item 83")
        .containsExactly("actorId", idName(what));
    assertThat(rig.onlyRequest().method()).isEqualTo("POST");
  }

  private static String idName(String what) {
    return what.startsWith("BUILD") ? "actorBuildId" : "actorRunId";
  }

  @Test
  void when_an_event_says_that_it_is_a_test_then_no_webhook_gets_it() {
    rig.given(webhookOn("actorId", ACTOR, "TEST"));

    assertThat(rig.event("TEST", runData()).deliveries()).isZero();
  }

  @Test
  void item_81_and_82_when_a_run_comes_from_a_task_then_actor_and_task_webhooks_get_it() {
    var ofTask = rig.given(webhookOn("actorTaskId", TASK, SUCCEEDED));
    var ofActor = rig.given(webhook());

    rig.event(SUCCEEDED, runData());
    rig.event(SUCCEEDED, runData(",\"actorTaskId\":\"" + TASK + "\""));
    rig.settle();

    assertThat(rig.dispatchWithCalls(ofTask, 1).path("eventData").path("actorTaskId").asString())
        .isEqualTo(TASK);
    assertThat(rig.get("/webhooks/" + ofActor + "/dispatches").data().path("total").asInt())
        .isEqualTo(2);
  }

  @Test
  void item_86_and_87_when_a_run_ends_then_its_ad_hoc_webhooks_fire_once_or_go() {
    var run = givenRunWith(adHoc(SUCCEEDED), adHoc("ACTOR.RUN.FAILED"));
    var list = rig.get("/webhooks").data().path("items");
    assertThat(list.size()).isEqualTo(2);
    assertThat(list.get(0).path("isAdHoc").asBoolean()).isTrue();
    var fires = list.get(0).path("id").asString();
    var goes = list.get(1).path("id").asString();

    var ended = "{\"eventData\":{\"actorRunId\":\"" + run + "\"}}";
    assertThat(rig.event(SUCCEEDED, ended).deliveries()).isEqualTo(1);
    assertThat(rig.event(SUCCEEDED, ended).deliveries()).isZero();

    var dispatch = rig.dispatchWithCalls(fires, 1);
    assertThat(dispatch.path("eventData").path("actorId").asString()).isEqualTo(ACTOR);
    dev.belfry.testkit.Eventually.holds(
        "the other is gone",
        Duration.ofSeconds(60),
        () -> rig.get("/webhooks/" + goes).status() == 404);
    var data = rig.get("/actor-runs/" + run).data();
    assertThat(data.path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(body(rig.receiver.received.getFirst()))
        .contains("\"resource\":{\"id\":\"" + run)
        .contains("\"status\":\"SUCCEEDED\"");
  }

  @Test
  void item_84_and_85_when_a_run_times_out_and_is_resurrected_then_its_status_follows() {
    var run = givenRunWith();
    var data = "{\"eventData\":{\"actorRunId\":\"" + run + "\"}}";

    rig.event("ACTOR.RUN.TIMED_OUT", data);
    assertThat(rig.get("/actor-runs/" + run).data().path("status").asString())
        .isEqualTo("TIMED-OUT");
    rig.event("ACTOR.RUN.RESURRECTED", data);
    assertThat(rig.get("/actor-runs/" + run).data().has("finishedAt")).isFalse();
  }

  @Test
  void item_88_and_89_when_the_parameter_is_empty_or_malformed_then_as_documented() {
    for (var good : List.of("", "W10%3D")) {
      assertThat(rig.post("/actors/" + ACTOR + "/runs?webhooks=" + good, "").status())
          .isEqualTo(201);
    }
    for (var bad : List.of("%21", "e30%3D", parameter("[7]"), parameter("[{}]"))) {
      var reply = rig.post("/actors/" + ACTOR + "/runs?webhooks=" + bad, "");
      assertThat(reply.status()).as(bad).isEqualTo(400);
    }
    assertThat(runs()).isEqualTo(2);
  }

  @Test
  void item_90_when_a_start_is_repeated_with_a_key_then_there_is_one_webhook() {
    var item = adHoc(SUCCEEDED).replace("}", ",\"idempotencyKey\":\"k\"}");
    givenRunWith(item);
    givenRunWith(item);

    assertThat(rig.get("/webhooks").data().path("total").asInt()).isEqualTo(1);
  }

  @Test
  void when_there_are_as_many_ad_hoc_webhooks_as_may_be_then_the_oldest_that_has_fired_goes() {
    rig.close();
    rig = new ApifyRig(folder, 20);
    var waiting = firstAdHocOf(givenRunWith(adHoc(SUCCEEDED)));
    var run = givenRunWith(adHoc(SUCCEEDED));
    var fired = firstAdHocOf(run);
    rig.event(SUCCEEDED, "{\"eventData\":{\"actorRunId\":\"" + run + "\"}}");
    rig.dispatchWithCalls(fired, 1);
    var items = new String[18];
    Arrays.fill(items, adHoc("ACTOR.RUN.FAILED"));
    givenRunWith(items);
    assertThat(rig.get("/webhooks/" + fired).status()).isEqualTo(200);

    givenRunWith(adHoc(SUCCEEDED));

    assertThat(rig.get("/webhooks/" + fired).status()).isEqualTo(404);
    assertThat(rig.get("/webhooks/" + waiting).status()).isEqualTo(200);
    var runs = runs();
    var next = parameter("[" + adHoc(SUCCEEDED) + "]");
    var refused = rig.post("/actors/" + ACTOR + "/runs?webhooks=" + next, "");
    assertThat(refused.type()).isEqualTo("too-many-webhooks");
    assertThat(runs()).as("no run is started").isEqualTo(runs);
  }

  private int runs() {
    return rig.engine.records().list(new Shelf(ApifyRig.ACME, "apify", "run"), "", 100).size();
  }

  private String firstAdHocOf(String run) {
    return rig.get("/webhooks?desc=1&limit=9")
        .data()
        .path("items")
        .valueStream()
        .filter(one -> one.path("condition").path("actorRunId").asString("").equals(run))
        .findFirst()
        .orElseThrow()
        .path("id")
        .asString();
  }

  private String givenRunWith(String... items) {
    var reply = rig.post("/actor-tasks/jane~my-task/runs?webhooks=" + parameter("[]"), "");
    assertThat(reply.status()).isEqualTo(201);
    reply =
        rig.post(
            "/actors/" + ACTOR + "/runs?webhooks=" + parameter("[" + String.join(",", items) + "]"),
            "{}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply.data().path("id").asString();
  }

  private static String adHoc(String type) {
    return "{\"eventTypes\":[\"" + type + "\"],\"requestUrl\":\"https://receiver.test/f\"}";
  }

  private static String parameter(String json) {
    return URLEncoder.encode(Base64.getEncoder().encodeToString(json.getBytes(UTF_8)), UTF_8);
  }

  @Test
  void when_another_tenant_names_a_run_then_nothing_of_it_is_told() {
    var run = givenRunWith();
    var mine = webhook().getBytes(UTF_8);
    rig.call("POST", "/webhooks", rig.otherToken, mine);

    var accepted =
        rig.engine
            .acceptance()
            .accept(
                ApifyRig.OTHER,
                List.of(
                    new dev.belfry.engine.event.NewEvent(
                        dev.belfry.engine.event.Attributes.ofType(SUCCEEDED),
                        dev.belfry.engine.event.Data.json(
                            ("{\"eventData\":{\"actorRunId\":\"" + run + "\"}}")
                                .getBytes(UTF_8)))));

    assertThat(accepted.getFirst().deliveries()).isZero();
  }
}
