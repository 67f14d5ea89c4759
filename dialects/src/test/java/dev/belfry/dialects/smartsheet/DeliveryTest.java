package dev.belfry.dialects.smartsheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.ReceivedRequest;
import dev.belfry.testkit.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Part A, "Delivery"; the items' numbers are in the names. */
class DeliveryTest extends SmartReceiverTest {

  @Override
  Map<String, String> settings() {
    return Map.of("timeout", "3s");
  }

  private void awaitStatus(long id, String status) {
    Eventually.holds(status, SmartRig.SOON, () -> user.status(id).equals(status));
  }

  private void awaitAttempts(int count) {
    SmartRig.awaitCallbacks(receiver, count);
    rig.settle();
  }

  private static List<Integer> ids(ReceivedRequest callback) {
    return SmartRig.json(callback)
        .get("events")
        .valueStream()
        .map(event -> event.get("id").intValue())
        .toList();
  }

  @Test
  void items_117_and_118_when_it_is_answered_200_then_the_stats_say_so() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    user.fireRows(1, 1);
    assertThat(user.shown(id).has("stats")).isFalse();
    rig.clock.advance(SmartRig.WINDOW);
    user.await(id, DeliveryState.DELIVERED, 1);

    assertThat(user.shown(id).get("stats").toString())
        .isEqualTo(
            "{\"lastCallbackAttempt\":\"2026-03-02T12:01:00Z\",\"lastCallbackAttemptRetryCount\":0,"
                + "\"lastSuccessfulCallback\":\"2026-03-02T12:01:00Z\"}");
  }

  @ParameterizedTest
  @ValueSource(ints = {201, 202, 204, 302, 309, 399, 410})
  void items_119_to_121_and_136_when_the_answer_is_final_then_it_is_disabled_at_once(int status) {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    SmartRig.prove(receiver, Reply.status(status).with("Location", url));
    user.fireRows(1, 2);
    rig.clock.advance(SmartRig.WINDOW);

    awaitStatus(id, "DISABLED_CALLBACK_FAILED");
    user.await(id, DeliveryState.DEAD, 2);

    assertThat(SmartRig.callbacks(receiver)).hasSize(1);
    assertThat(user.shown(id).get("disabledDetails").stringValue())
        .startsWith("Request returned HTTP status code " + status + " (ref id: ");
    assertThat(user.shown(id).at("/stats").has("lastSuccessfulCallback")).isFalse();
    assertThat(user.webhook(id).registration().stateReason()).isEqualTo("callback_failed");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 429, 500, 503, 599})
  void items_122_130_when_the_answer_may_change_then_it_is_asked_again(int status) {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    receiver.script().next(Reply.status(status));
    user.fireRows(1, 1);
    rig.clock.advance(SmartRig.WINDOW);
    awaitAttempts(1);
    assertThat(user.status(id)).isEqualTo("ENABLED");

    rig.clock.advance(Duration.ofMinutes(1));

    user.await(id, DeliveryState.DELIVERED, 1);
    assertThat(user.status(id)).isEqualTo("ENABLED");
    assertThat(user.shown(id).at("/stats/lastCallbackAttemptRetryCount").intValue()).isEqualTo(1);
  }

  @Test
  void items_123_and_124_when_there_is_no_answer_then_it_is_asked_again() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    receiver.script().next(Reply.never(), Reply.reset(), Reply.close());
    user.fireRows(1, 1);
    rig.clock.advance(SmartRig.WINDOW);
    for (int i = 1; i <= 3; i++) {
      awaitAttempts(i);
      rig.clock.advance(Duration.ofMinutes(1L << (i - 1)));
    }

    user.await(id, DeliveryState.DELIVERED, 1);
    var port = receiver.port();
    receiver.close();
    user.fireRows(2, 1);
    rig.clock.advance(SmartRig.WINDOW);
    Eventually.holds(
        "refused",
        SmartRig.SOON,
        () -> rig.engine.deliveries().countsOf(user.webhook(id).id()).attempts() == 5);
    rig.settle();
    receiver = FakeReceiver.start(port);
    rig.clock.advance(Duration.ofMinutes(1));
    user.await(id, DeliveryState.DELIVERED, 2);
  }

  @Test
  void items_125_to_129_when_it_never_works_then_15_attempts_are_made_and_it_is_disabled() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    SmartRig.prove(receiver, Reply.status(500));
    user.fireRows(1, 3);
    rig.clock.advance(SmartRig.WINDOW);
    var minutes = List.of(1, 2, 4, 8, 16, 32, 64, 180, 180, 180, 180, 180, 180, 180);
    for (int retry = 0; retry < minutes.size(); retry++) {
      awaitAttempts(retry + 1);
      assertThat(user.shown(id).at("/stats/lastCallbackAttemptRetryCount").intValue())
          .isEqualTo(retry);
      rig.clock.advance(Duration.ofMinutes(minutes.get(retry)).minusMillis(1));
      rig.settle();
      assertThat(SmartRig.callbacks(receiver)).hasSize(retry + 1);
      assertThat(user.status(id)).isEqualTo("ENABLED");
      rig.clock.advance(Duration.ofMillis(1));
    }

    awaitStatus(id, "DISABLED_CALLBACK_FAILED");

    var callbacks = SmartRig.callbacks(receiver);
    assertThat(callbacks).hasSize(15);
    assertThat(callbacks.stream().map(ReceivedRequest::text).distinct()).hasSize(1);
    assertThat(user.shown(id).at("/stats/lastCallbackAttemptRetryCount").intValue()).isEqualTo(14);
    assertThat(user.shown(id).get("disabledDetails").stringValue())
        .startsWith("Request returned HTTP status code 500 (ref id: ");
    user.await(id, DeliveryState.DEAD, 3);
    rig.clock.advance(Duration.ofDays(2));
    rig.settle();
    assertThat(SmartRig.callbacks(receiver)).hasSize(15);
  }

  @Test
  void item_131_when_something_happens_while_it_is_off_then_it_is_never_told() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    user.fireRows(1, 1);
    user.put(id, "{\"enabled\":false}");
    assertThat(user.fire("row.created", "{\"id\":2}")).isZero();
    user.enable(id);
    user.fireRows(3, 1);
    rig.clock.advance(SmartRig.WINDOW);

    assertThat(ids(SmartRig.awaitCallbacks(receiver, 1).getFirst())).containsExactly(3);
    user.await(id, DeliveryState.DELIVERED, 1);
    user.await(id, DeliveryState.DEAD, 1);
  }

  @Test
  void item_132_when_a_callback_is_open_then_only_other_webhooks_go_on() {
    var gate = new CountDownLatch(1);
    receiver.script("/held").always(SmartRig.proving(Reply.when(gate, Reply.ok())));
    receiver.script("/free").always(SmartRig.proving(Reply.ok()));
    try (var patient =
        new SmartRig(folder.resolve("patient"), SmartRig.settings(Map.of(), true), true)) {
      var somebody = patient.givenUser();
      var held = somebody.givenEnabled(SmartRig.sheet(receiver.url("/held").toString(), ""));
      somebody.givenEnabled(SmartRig.sheet(receiver.url("/free").toString(), ""));
      somebody.fireRows(1, 1);
      patient.clock.advance(SmartRig.WINDOW);
      SmartRig.awaitCallbacks(receiver, 2);
      somebody.fireRows(2, 1);
      patient.clock.advance(SmartRig.WINDOW);
      SmartRig.awaitCallbacks(receiver, 3);
      assertThat(SmartRig.callbacks(receiver).stream().map(ReceivedRequest::path))
          .containsOnlyOnce("/held");
      gate.countDown();

      SmartRig.awaitCallbacks(receiver, 4);
      somebody.await(held, DeliveryState.DELIVERED, 2);
    }
  }

  @Test
  void item_132_when_a_callback_waits_to_be_made_again_then_later_events_wait_behind_it() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    receiver.script().next(Reply.status(500), Reply.status(500));
    user.fireRows(1, 2);
    rig.clock.advance(SmartRig.WINDOW);
    awaitAttempts(1);
    user.fireRows(3, 2);
    rig.clock.advance(Duration.ofMinutes(1));
    awaitAttempts(2);
    rig.clock.advance(Duration.ofMinutes(1));
    rig.settle();
    assertThat(SmartRig.callbacks(receiver)).hasSize(2);
    rig.clock.advance(Duration.ofMinutes(1));

    user.await(id, DeliveryState.DELIVERED, 4);
    assertThat(SmartRig.callbacks(receiver).stream().map(DeliveryTest::ids))
        .containsExactly(List.of(1, 2), List.of(1, 2), List.of(1, 2), List.of(3, 4));
  }

  @Test
  void item_133_when_events_follow_within_a_window_then_they_go_out_together_at_its_end() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    user.fireRows(1, 2);
    rig.clock.advance(Duration.ofSeconds(59));
    user.fireRows(3, 1);
    rig.settle();
    assertThat(SmartRig.callbacks(receiver)).isEmpty();
    rig.clock.advance(Duration.ofSeconds(1));
    user.await(id, DeliveryState.DELIVERED, 3);
    user.fireRows(4, 1);
    rig.clock.advance(Duration.ofSeconds(59));
    rig.settle();
    assertThat(SmartRig.callbacks(receiver)).hasSize(1);
    rig.clock.advance(Duration.ofSeconds(1));

    user.await(id, DeliveryState.DELIVERED, 4);
    assertThat(SmartRig.callbacks(receiver).stream().map(DeliveryTest::ids))
        .containsExactly(List.of(1, 2, 3), List.of(4));
  }

  @Test
  void item_133_when_there_are_more_than_a_callback_holds_then_it_is_split(@TempDir Path other) {
    var settings = SmartRig.settings(Map.of("batch", "3"), true);
    try (var small = new SmartRig(other, settings, true)) {
      var somebody = small.givenUser();
      var id = somebody.givenEnabled(SmartRig.sheet(url, ""));
      somebody.fireRows(1, 7);
      somebody.await(id, DeliveryState.DELIVERED, 6);
      small.clock.advance(SmartRig.WINDOW);

      somebody.await(id, DeliveryState.DELIVERED, 7);
      assertThat(SmartRig.callbacks(receiver).stream().map(DeliveryTest::ids))
          .containsExactly(List.of(1, 2, 3), List.of(4, 5, 6), List.of(7));
      var counts = somebody.own("GET", "/v1/webhooks/" + somebody.webhook(id).id(), null).body();
      assertThat(counts.at("/stats/owed").intValue()).isEqualTo(7);
      assertThat(counts.at("/stats/delivered").intValue()).isEqualTo(7);
      assertThat(counts.at("/stats/attempts").intValue()).isEqualTo(3);
    }
  }

  @Test
  void items_134_and_135_when_webhooks_are_duplicates_then_only_the_oldest_is_told() {
    var first = user.givenEnabled(SmartRig.sheet(url, ""));
    var second = user.givenEnabled(SmartRig.sheet(url, "").replace("order changes", "other"));
    user.givenEnabled(SmartRig.sheet(url, ""));
    assertThat(user.fire("row.created", "{\"id\":1}")).isEqualTo(1);
    user.put(first, "{\"enabled\":false}");
    assertThat(user.fire("row.created", "{\"id\":2}")).isEqualTo(1);
    rig.clock.advance(SmartRig.WINDOW);
    user.await(second, DeliveryState.DELIVERED, 1);
    assertThat(user.shown(first).has("stats")).isFalse();
    assertThat(user.shown(second).has("stats")).isTrue();

    user.givenEnabled(SmartRig.sheet(receiver.url("/other").toString(), ""));
    user.givenEnabled(SmartRig.sheet(url, ",\"subscope\":{\"columnIds\":[5]}"));
    user.givenEnabled(SmartRig.body("sheet", SmartRig.SHEET, url, "[\"cell.*\"]", ""));
    rig.givenUser().givenEnabled(SmartRig.sheet(url, ""));
    assertThat(user.fire("cell.updated", "{\"rowId\":1,\"columnId\":5}")).isEqualTo(4);
  }

  @Test
  void item_137_when_the_service_starts_anew_then_nothing_queued_and_no_position_is_lost() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    SmartRig.prove(receiver, Reply.status(500));
    user.fireRows(1, 2);
    rig.clock.advance(SmartRig.WINDOW);
    awaitAttempts(1);
    rig.clock.advance(Duration.ofMinutes(1));
    awaitAttempts(2);
    user.fireRows(3, 2);
    var before = new ArrayList<>(SmartRig.callbacks(receiver));
    restart();

    assertThat(user.shown(id).at("/stats/lastCallbackAttemptRetryCount").intValue()).isEqualTo(1);
    rig.clock.advance(Duration.ofSeconds(90));
    rig.settle();
    assertThat(SmartRig.callbacks(receiver)).hasSize(2);
    SmartRig.prove(receiver, Reply.ok());
    rig.clock.advance(Duration.ofSeconds(30));
    user.await(id, DeliveryState.DELIVERED, 4);

    var callbacks = SmartRig.callbacks(receiver);
    assertThat(callbacks.get(2).text()).isEqualTo(before.getFirst().text());
    assertThat(ids(callbacks.get(3))).containsExactly(3, 4);
    assertThat(callbacks).hasSize(4);
  }

  @Test
  void item_138_when_a_name_leads_to_a_private_address_then_it_is_not_contacted(
      @TempDir Path other) {
    try (var strict = new SmartRig(other, false)) {
      var somebody = strict.givenUser();
      var id = somebody.given(SmartRig.sheet("https://localhost:8443/in", ""));

      assertThat(somebody.enable(id).at("/result/disabledDetails").stringValue())
          .startsWith("Unable to connect to the callback URL (ref id: ");
    }
  }

  @Test
  void when_a_person_wants_it_then_a_callback_is_made_again_at_once() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    receiver.script().next(Reply.status(500));
    user.fireRows(1, 2);
    rig.clock.advance(SmartRig.WINDOW);
    awaitAttempts(1);
    var one =
        user.own("GET", "/v1/deliveries?state=pending", null).body().at("/data/0/id").stringValue();

    assertThat(user.own("POST", "/v1/deliveries/" + one + "/retry", "").status()).isEqualTo(202);

    user.await(id, DeliveryState.DELIVERED, 2);
    assertThat(user.own("GET", "/v1/deliveries/" + one, null).body().get("attempts")).hasSize(2);
  }

  @Test
  void when_one_of_a_batch_is_cancelled_then_the_others_go_on() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    receiver.script().next(Reply.status(500));
    user.fireRows(1, 3);
    rig.clock.advance(SmartRig.WINDOW);
    awaitAttempts(1);
    var last =
        user.own("GET", "/v1/deliveries?state=pending", null).body().at("/data/0/id").stringValue();
    assertThat(user.own("POST", "/v1/deliveries/" + last + "/cancel", "").status()).isEqualTo(200);
    rig.clock.advance(Duration.ofMinutes(1));

    user.await(id, DeliveryState.DELIVERED, 2);
    user.await(id, DeliveryState.CANCELLED, 1);
    assertThat(ids(SmartRig.callbacks(receiver).getLast())).containsExactly(1, 2);
  }
}
