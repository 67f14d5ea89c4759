package dev.belfry.dialects.apify;

import static dev.belfry.dialects.apify.ApifyRig.header;
import static dev.belfry.dialects.apify.ApifyRig.runData;
import static dev.belfry.dialects.apify.ApifyRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.rig.CodedReceiver;
import dev.belfry.engine.egress.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The reference's checklist, items 75 to 78 and 100 to 109: what dispatches tell. */
class DispatchTest extends ApifyTest {

  @Test
  void item_75_when_the_webhook_is_changed_then_dispatches_keep_what_it_was() {
    rig.receiver.answers = _ -> CodedReceiver.answer(500, "");
    var id = rig.given(webhook());
    rig.event(SUCCEEDED, runData());
    rig.dispatchWithCalls(id, 1);
    rig.clock.advance(Duration.ofSeconds(1));
    rig.put("/webhooks/" + id, "{\"requestUrl\":\"https://new.test/\"}");

    rig.clock.advance(Duration.ofMinutes(2));
    var dispatch = rig.dispatchWithCalls(id, 2);

    assertThat(dispatch.path("webhook").path("requestUrl").asString())
        .isEqualTo("https://receiver.test/in?k=1");
    assertThat(rig.receiver.received.getLast().url()).hasToString("https://receiver.test/in?k=1");
  }

  @Test
  void item_76_and_77_when_the_answer_is_long_then_2048_bytes_of_it_are_shown() {
    rig.receiver.answers = _ -> CodedReceiver.answer(503, "é".repeat(1500));
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
    rig.receiver.answers = _ -> new Answer.Failed(Answer.Failure.TIMEOUT, "");
    var id = rig.given(webhook("\"doNotRetry\":true"));

    rig.event(SUCCEEDED, runData());

    var call = rig.dispatchWithCalls(id, 1).path("calls").get(0);
    assertThat(call.path("errorMessage").asString())
        .isEqualTo("Failed to handle dispatch: timeout of 120000ms exceeded");
    assertThat(call.path("responseStatus").isNull()).isTrue();
    assertThat(call.path("responseBody").isNull()).isTrue();
    assertThat(rig.receiver.received.getFirst().timeout()).isEqualTo(Duration.ofMinutes(2));
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
  void item_94_99_to_101_and_108_when_it_fails_on_and_on_then_twelve_attempts_on_schedule() {
    rig.receiver.answers = _ -> CodedReceiver.answer(410, "");
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
      assertThat(rig.receiver.received).as("not before 75 %").hasSize(call);
      rig.clock.set(at.plus(wait.multipliedBy(126).dividedBy(100)));
      at = rig.clock.instant();
    }

    var ended = rig.dispatchWithCalls(id, 12);
    assertThat(ended.path("status").asString()).isEqualTo("FAILED");
    rig.clock.advance(Duration.ofDays(9));
    rig.settle();
    assertThat(rig.receiver.received).hasSize(12);
    assertThat(
            rig.receiver.received.stream().map(one -> header(one, "X-Apify-Webhook-Dispatch-Id")))
        .containsOnly(ended.path("id").asString());
    assertThat(rig.receiver.received.stream().map(ApifyRig::body).distinct()).hasSize(1);
    var last = rig.get("/webhooks/" + id).data().path("lastDispatch");
    assertThat(last.path("status").asString()).isEqualTo("FAILED");
    assertThat(last.path("finishedAt").isString()).isTrue();
  }

  @Test
  void item_103_when_a_test_fails_then_there_are_four_attempts() {
    rig.receiver.answers = _ -> CodedReceiver.answer(500, "");
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
    assertThat(rig.receiver.received).hasSize(4);
  }

  @Test
  void item_106_and_107_when_the_webhook_goes_meanwhile_then_the_dispatch_says_so() {
    rig.receiver.answers = _ -> CodedReceiver.answer(500, "");
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
    rig.receiver.answers = _ -> CodedReceiver.answer(500, "");
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
    assertThat(rig.receiver.received).isEmpty();
  }
}
