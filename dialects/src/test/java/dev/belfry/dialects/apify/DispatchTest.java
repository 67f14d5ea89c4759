package dev.belfry.dialects.apify;

import static dev.belfry.dialects.apify.ApifyRig.ACTOR;
import static dev.belfry.dialects.apify.ApifyRig.RUN;
import static dev.belfry.dialects.apify.ApifyRig.TASK;
import static dev.belfry.dialects.apify.ApifyRig.body;
import static dev.belfry.dialects.apify.ApifyRig.header;
import static dev.belfry.dialects.apify.ApifyRig.runData;
import static dev.belfry.dialects.apify.ApifyRig.webhook;
import static dev.belfry.dialects.apify.ApifyRig.webhookOn;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.HttpSender;
import dev.belfry.engine.egress.SenderSettings;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.TestCertificate;
import java.net.URLEncoder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference's checklist, items 75 to 110: what is sent, and what dispatches tell of it. */
class DispatchTest {

  private static final String SUCCEEDED = "ACTOR.RUN.SUCCEEDED";

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
  void item_75_when_the_webhook_is_changed_then_dispatches_keep_what_it_was() {
    rig.receiver = _ -> ApifyRig.status(500, "");
    var id = rig.given(webhook());
    rig.event(SUCCEEDED, runData());
    rig.dispatchWithCalls(id, 1);
    rig.clock.advance(Duration.ofSeconds(1));
    rig.put("/webhooks/" + id, "{\"requestUrl\":\"https://new.test/\"}");

    rig.clock.advance(Duration.ofMinutes(2));
    var dispatch = rig.dispatchWithCalls(id, 2);

    assertThat(dispatch.path("webhook").path("requestUrl").asString())
        .isEqualTo("https://receiver.test/in?k=1");
    assertThat(rig.received.getLast().url()).hasToString("https://receiver.test/in?k=1");
  }

  @Test
  void item_76_and_77_when_the_answer_is_long_then_2048_bytes_of_it_are_shown() {
    rig.receiver = _ -> ApifyRig.status(503, "é".repeat(1500));
    var id = rig.given(webhook("\"doNotRetry\":true"));

    rig.event(SUCCEEDED, runData());

    var call = rig.dispatchWithCalls(id, 1).path("calls").get(0);
    assertThat(call.path("responseBody").asString()).isEqualTo("é".repeat(1024));
    assertThat(call.path("responseStatus").asInt()).isEqualTo(503);
    assertThat(call.path("errorMessage").asString())
        .isEqualTo("Endpoint responded with HTTP status code 503");
    assertThat(rig.dispatch(id).path("status").asString()).as("item 102").isEqualTo("FAILED");
  }

  @Test
  void item_78_and_104_when_no_answer_comes_then_the_message_says_why() {
    rig.receiver = _ -> new Answer.Failed(Answer.Failure.TIMEOUT, "");
    var id = rig.given(webhook("\"doNotRetry\":true"));

    rig.event(SUCCEEDED, runData());

    var call = rig.dispatchWithCalls(id, 1).path("calls").get(0);
    assertThat(call.path("errorMessage").asString())
        .isEqualTo("Failed to handle dispatch: timeout of 120000ms exceeded");
    assertThat(call.path("responseStatus").isNull()).isTrue();
    assertThat(call.path("responseBody").isNull()).isTrue();
    assertThat(rig.received.getFirst().timeout()).isEqualTo(Duration.ofMinutes(2));
  }

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
  void when_a_delivery_is_looked_at_then_the_dispatch_it_is_here_is_told() {
    var id = rig.given(webhook());
    rig.event(SUCCEEDED, runData());
    var dispatch = rig.dispatchWithCalls(id, 1).path("id").asString();

    var all = rig.engine.deliveries().slice(ApifyRig.ACME, "apify", null, false, 0, 10);

    assertThat(rig.engine.deliveries().vendorId(all.deliveries().getFirst())).contains(dispatch);
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
        Duration.ofSeconds(5),
        () -> rig.get("/webhooks/" + goes).status() == 404);
    var data = rig.get("/actor-runs/" + run).data();
    assertThat(data.path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(body(rig.received.getFirst()))
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
    var runs =
        rig.engine
            .records()
            .list(new dev.belfry.engine.record.Shelf(ApifyRig.ACME, "apify", "run"), "", 100);
    assertThat(runs).hasSize(2);
  }

  @Test
  void item_90_when_a_start_is_repeated_with_a_key_then_there_is_one_webhook() {
    var item = adHoc(SUCCEEDED).replace("}", ",\"idempotencyKey\":\"k\"}");
    givenRunWith(item);
    givenRunWith(item);

    assertThat(rig.get("/webhooks").data().path("total").asInt()).isEqualTo(1);
  }

  @Test
  void when_there_are_10_000_ad_hoc_webhooks_then_the_oldest_that_has_fired_makes_room() {
    var items = new String[1000];
    Arrays.fill(items, adHoc("ACTOR.RUN.FAILED"));
    var waiting = rig.get("/webhooks/" + firstAdHocOf(givenRunWith(adHoc(SUCCEEDED)))).data();
    var run = givenRunWith(adHoc(SUCCEEDED));
    var fired = firstAdHocOf(run);
    rig.event(SUCCEEDED, "{\"eventData\":{\"actorRunId\":\"" + run + "\"}}");
    rig.dispatchWithCalls(fired, 1);
    for (int i = 0; i < 9; i++) {
      givenRunWith(items);
    }
    givenRunWith(Arrays.copyOf(items, 998));
    assertThat(rig.get("/webhooks/" + fired).status()).isEqualTo(200);

    givenRunWith(adHoc(SUCCEEDED));

    assertThat(rig.get("/webhooks/" + fired).status()).isEqualTo(404);
    assertThat(rig.get("/webhooks/" + waiting.path("id").asString()).status()).isEqualTo(200);
    var next = parameter("[" + adHoc(SUCCEEDED) + "]");
    var refused = rig.post("/actors/" + ACTOR + "/runs?webhooks=" + next, "");
    assertThat(refused.type()).isEqualTo("too-many-webhooks");
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
  void item_91_to_97_and_110_112_when_it_is_delivered_then_the_request_is_the_vendors() {
    var id =
        rig.given(
            webhook(
                "\"headersTemplate\":\"{\\\"Authorization\\\":\\\"Bearer abc\\\","
                    + "\\\"X-Run\\\":{{resource.id}},\\\"user-agent\\\":\\\"mine\\\","
                    + "\\\"HOST\\\":\\\"evil\\\",\\\"content-TYPE\\\":\\\"x\\\",\\\"N\\\":{{resource.n}},"
                    + "\\\"x-apify-webhook-dispatch-id\\\":\\\"x\\\"}\""));

    rig.event(SUCCEEDED, runData());

    var request = rig.onlyRequest();
    var dispatch = rig.dispatchWithCalls(id, 1);
    assertThat(request.url()).hasToString("https://receiver.test/in?k=1");
    assertThat(header(request, "Content-Type")).isEqualTo("application/json");
    assertThat(header(request, "X-Apify-Webhook")).isEqualTo("yo");
    assertThat(header(request, "X-Apify-Request-Origin")).isEqualTo("WEBHOOK");
    assertThat(header(request, "X-Apify-Webhook-Dispatch-Id"))
        .isEqualTo(dispatch.path("id").asString());
    assertThat(header(request, "Authorization")).isEqualTo("Bearer abc");
    assertThat(header(request, "User-Agent")).isEqualTo("mine");
    assertThat(header(request, "X-Run")).isEqualTo(RUN);
    assertThat(header(request, "N")).isEqualTo("1");
    assertThat(header(request, "Host")).isNull();
    assertThat(body(request))
        .isEqualTo(
            "{\"userId\":\"%s\",\"createdAt\":\"%s\",\"eventType\":\"ACTOR.RUN.SUCCEEDED\","
                    .formatted(
                        dispatch.path("userId").asString(), dispatch.path("createdAt").asString())
                + "\"eventData\":{\"actorId\":\"%s\",\"actorRunId\":\"%s\"},".formatted(ACTOR, RUN)
                + "\"resource\":{\"id\":\"%s\",\"n\":1}}".formatted(RUN));
    assertThat(dispatch.path("eventData").path("actorRunId").asString()).isEqualTo(RUN);
  }

  @Test
  void item_97_and_105_when_nothing_is_said_of_it_then_no_credentials_and_certificates_checked() {
    rig.given(webhook());
    rig.event(SUCCEEDED, runData());
    assertThat(header(rig.onlyRequest(), "Authorization")).isNull();
    assertThat(rig.received.getFirst().tls().verify()).isTrue();

    rig.given(webhookOn("actorId", ACTOR, "ACTOR.RUN.FAILED", "\"ignoreSslErrors\":true"));
    rig.event("ACTOR.RUN.FAILED", runData());
    rig.settle();
    assertThat(rig.received.getLast().tls().verify()).isFalse();
  }

  @Test
  void item_98_when_the_target_is_our_own_api_then_no_token_is_added_as_documented() {
    rig.given(webhook().replace("receiver.test/in", "belfry.example/apify/v2/webhooks"));

    rig.event(SUCCEEDED, runData());

    assertThat(header(rig.onlyRequest(), "Authorization")).isNull();
  }

  @Test
  void item_105_when_the_certificate_is_self_signed_then_it_fails_unless_errors_are_ignored() {
    rig.close();
    var policy = EgressPolicy.of(List.of("127.0.0.0/8"), true, List.of());
    var tls = TestCertificate.of("127.0.0.1").context();
    try (var sender = HttpSender.open(policy, SenderSettings.usual());
        var target = FakeReceiver.startTls(tls)) {
      rig = new ApifyRig(folder, policy, sender);
      var url = target.url("/in").toString();
      var careful = rig.given(webhook().replace("https://receiver.test/in?k=1", url));
      var careless =
          rig.given(
              webhook("\"ignoreSslErrors\":true").replace("https://receiver.test/in?k=1", url));

      rig.event(SUCCEEDED, runData());

      var refused = rig.dispatchWithCalls(careful, 1);
      assertThat(refused.path("status").asString()).isEqualTo("ACTIVE");
      assertThat(refused.path("calls").get(0).path("errorMessage").asString())
          .startsWith("Failed to handle dispatch:");
      assertThat(rig.dispatchWithCalls(careless, 1).path("status").asString())
          .isEqualTo("SUCCEEDED");
      rig.settle();
      assertThat(target.count()).isEqualTo(1);
      rig.clock.advance(Duration.ofMinutes(2));
      assertThat(rig.dispatchWithCalls(careful, 2).path("status").asString()).isEqualTo("ACTIVE");
    }
  }

  @Test
  void item_113_when_the_date_is_asked_for_in_seconds_then_it_is_that_of_the_dispatch() {
    var id =
        rig.given(
            webhook(
                "\"payloadTemplate\":\"{\\\"s\\\":{{globals.dateUnix}},"
                    + "\\\"t\\\":{{globals.dateISO}}}\""));

    rig.event(SUCCEEDED, runData());

    var at = rig.dispatchWithCalls(id, 1).path("createdAt").asString();
    var seconds = java.time.Instant.parse(at).getEpochSecond();
    assertThat(body(rig.onlyRequest())).isEqualTo("{\"s\":" + seconds + ",\"t\":\"" + at + "\"}");
  }

  @Test
  void item_94_99_to_101_and_108_when_it_fails_on_and_on_then_twelve_attempts_on_schedule() {
    rig.receiver = _ -> ApifyRig.status(410, "");
    var id = rig.given(webhook());
    rig.event(SUCCEEDED, runData());
    var at = rig.clock.instant();
    for (int call = 1; call < 12; call++) {
      var dispatch = rig.dispatchWithCalls(id, call);
      assertThat(dispatch.path("status").asString()).isEqualTo("ACTIVE");
      var last = rig.get("/webhooks/" + id).data().path("lastDispatch");
      assertThat(last.path("status").asString()).isEqualTo("ACTIVE");
      assertThat(last.path("finishedAt").isNull()).isTrue();
      rig.settle();
      var wait = Duration.ofMinutes(1L << (call - 1));
      rig.clock.set(at.plus(wait.multipliedBy(74).dividedBy(100)));
      rig.settle();
      assertThat(rig.received).as("not before 75 %").hasSize(call);
      rig.clock.set(at.plus(wait.multipliedBy(126).dividedBy(100)));
      at = rig.clock.instant();
    }

    var ended = rig.dispatchWithCalls(id, 12);
    assertThat(ended.path("status").asString()).isEqualTo("FAILED");
    rig.clock.advance(Duration.ofDays(9));
    rig.settle();
    assertThat(rig.received).hasSize(12);
    assertThat(rig.received.stream().map(one -> header(one, "X-Apify-Webhook-Dispatch-Id")))
        .containsOnly(ended.path("id").asString());
    assertThat(rig.received.stream().map(ApifyRig::body).distinct()).hasSize(1);
    var last = rig.get("/webhooks/" + id).data().path("lastDispatch");
    assertThat(last.path("status").asString()).isEqualTo("FAILED");
    assertThat(last.path("finishedAt").isString()).isTrue();
  }

  @Test
  void item_103_when_a_test_fails_then_there_are_four_attempts() {
    rig.receiver = _ -> ApifyRig.status(500, "");
    var id = rig.given(webhook());
    rig.post("/webhooks/" + id + "/test", "");
    for (int call = 1; call <= 3; call++) {
      rig.dispatchWithCalls(id, call);
      rig.settle();
      rig.clock.advance(Duration.ofMinutes(6));
    }

    assertThat(rig.dispatchWithCalls(id, 4).path("status").asString()).isEqualTo("FAILED");
    rig.clock.advance(Duration.ofDays(1));
    rig.settle();
    assertThat(rig.received).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 204, 299})
  void item_99_when_the_status_is_2xx_then_it_has_succeeded(int status) {
    rig.receiver = _ -> ApifyRig.status(status, "");
    var id = rig.given(webhook());

    rig.event(SUCCEEDED, runData());

    assertThat(rig.dispatchWithCalls(id, 1).path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(rig.get("/webhooks/" + id).data().path("stats").path("totalDispatches").asInt())
        .isEqualTo(1);
  }

  @Test
  void item_106_and_107_when_the_webhook_goes_meanwhile_then_the_dispatch_says_so() {
    rig.receiver = _ -> ApifyRig.status(500, "");
    var off = rig.given(webhook());
    var gone = rig.given(webhook());
    rig.event(SUCCEEDED, runData());
    rig.dispatchWithCalls(off, 1);
    var deleted = rig.dispatchWithCalls(gone, 1).path("id").asString();
    rig.settle();

    rig.put("/webhooks/" + off, "{\"isEnabled\":false}");
    rig.delete("/webhooks/" + gone);

    var disabled = rig.dispatchWithCalls(off, 2);
    assertThat(disabled.path("status").asString()).isEqualTo("FAILED");
    assertThat(disabled.path("calls").get(1).path("errorMessage").asString())
        .isEqualTo("Webhook was disabled.");
    var removed = rig.get("/webhook-dispatches/" + deleted).data();
    assertThat(removed.path("status").asString()).isEqualTo("FAILED");
    assertThat(removed.path("calls").get(1).path("errorMessage").asString())
        .isEqualTo("Webhook was removed.");
  }

  @Test
  void item_109_when_the_server_restarts_then_the_next_attempt_is_made_on_time() {
    rig.receiver = _ -> ApifyRig.status(500, "");
    var id = rig.given(webhook());
    rig.event(SUCCEEDED, runData());
    rig.dispatchWithCalls(id, 1);
    rig.settle();
    rig.close();

    rig.clock.advance(Duration.ofMinutes(2));
    rig = new ApifyRig(folder, rig.clock, null);

    assertThat(rig.dispatchWithCalls(id, 2).path("status").asString()).isEqualTo("SUCCEEDED");
  }

  @Test
  void when_a_template_cannot_be_filled_in_then_it_fails_at_once_and_says_why() {
    var id = rig.given(webhook("\"headersTemplate\":\"[]\""));

    rig.event(SUCCEEDED, runData());

    var dispatch = rig.dispatchWithCalls(id, 1);
    assertThat(dispatch.path("status").asString()).isEqualTo("FAILED");
    assertThat(dispatch.path("calls").get(0).path("errorMessage").asString())
        .isEqualTo("Headers template must be a JSON object.");
    assertThat(rig.received).isEmpty();
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
