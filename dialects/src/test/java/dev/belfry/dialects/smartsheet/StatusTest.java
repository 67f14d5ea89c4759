package dev.belfry.dialects.smartsheet;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.Reply;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Part A, "Status changes"; the items' numbers are in the names. */
class StatusTest extends SmartReceiverTest {

  private static final String SHEET = "sheet/" + SmartRig.SHEET;

  private String told(int number) {
    return SmartRig.json(SmartRig.awaitCallbacks(receiver, number).get(number - 1))
        .path("newWebhookStatus")
        .asString("");
  }

  @Test
  void items_116_139_140_and_143_when_access_goes_and_returns_then_each_is_told_once() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    user.fireRows(1, 2);

    user.fire("sheet.deleted", SHEET, "{\"userId\":7}");

    assertThat(user.status(id)).isEqualTo("DISABLED_SCOPE_INACCESSIBLE");
    assertThat(user.shown(id).get("enabled").booleanValue()).isFalse();
    assertThat(user.fire("row.created", "{\"id\":3}")).isZero();
    var notice = SmartRig.awaitCallbacks(receiver, 1).getFirst();
    var body = SmartRig.json(notice);
    assertThat(body.propertyNames())
        .containsExactly(
            "nonce", "timestamp", "webhookId", "scope", "scopeObjectId", "newWebhookStatus");
    assertThat(body.get("newWebhookStatus").stringValue()).isEqualTo("DISABLED_SCOPE_INACCESSIBLE");
    assertThat(body.get("webhookId").longValue()).isEqualTo(id);
    assertThat(notice.header("Smartsheet-Hmac-SHA256"))
        .hasValue(
            Signature.of(
                user.shown(id).get("sharedSecret").stringValue().getBytes(UTF_8), notice.body()));
    user.await(id, DeliveryState.DEAD, 2);

    user.fire("sheet.restored", SHEET, "{}");

    assertThat(user.status(id)).isEqualTo("ENABLED");
    assertThat(told(2)).isEqualTo("ENABLED");
    assertThat(user.fire("row.created", "{\"id\":4}")).isEqualTo(1);
    rig.clock.advance(SmartRig.WINDOW);
    SmartRig.awaitCallbacks(receiver, 3);
    assertThat(SmartRig.challenges(receiver)).hasSize(1);
    assertThat(SmartRig.callbacks(receiver)).hasSize(3);
    assertThat(
            user.own("GET", "/v1/webhooks/" + user.webhook(id).id(), null).body().at("/stats/owed"))
        .hasToString("3");
  }

  @ParameterizedTest
  @CsvSource({
    "sheet.deleted, sheet.restored",
    "sheet.unshared, sheet.shared",
  })
  void item_139_when_the_scope_is_out_of_reach_then_nothing_can_be_made_or_enabled(
      String lost, String back) {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    var fresh = user.given(SmartRig.sheet(url, ""));
    var off = user.givenEnabled(SmartRig.sheet(receiver.url("/off").toString(), ""));
    user.put(off, "{\"enabled\":false}");
    user.fire(lost, SHEET, "{}");

    assertThat(user.call("PUT", "/" + id, "{\"enabled\":true}").error()).isEqualTo("404 1151");
    assertThat(user.call("PUT", "/" + fresh, "{\"enabled\":true}").error()).isEqualTo("404 1151");
    assertThat(user.call("POST", "", SmartRig.sheet(url, "")).error()).isEqualTo("404 1151");
    assertThat(user.status(fresh)).isEqualTo("NEW_NOT_VERIFIED");
    assertThat(user.put(fresh, "{\"name\":\"n\"}").at("/result/name").stringValue()).isEqualTo("n");

    user.fire(back, SHEET, "{}");
    assertThat(user.status(id)).isEqualTo("ENABLED");
    assertThat(user.status(off)).isEqualTo("DISABLED_BY_OWNER");
    assertThat(user.enable(fresh).at("/result/status").stringValue()).isEqualTo("ENABLED");
    assertThat(SmartRig.awaitCallbacks(receiver, 2)).hasSize(2);
  }

  @Test
  void items_141_when_owner_or_receiver_are_the_cause_then_no_status_is_told() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    user.put(id, "{\"enabled\":false}");
    receiver.script().always(Reply.status(500));
    user.enable(id);
    SmartRig.prove(receiver, Reply.status(410));
    user.enable(id);
    user.fireRows(1, 1);
    rig.clock.advance(SmartRig.WINDOW);
    Eventually.holds(
        "disabled", SmartRig.SOON, () -> user.status(id).equals("DISABLED_CALLBACK_FAILED"));

    assertThat(receiver.requests())
        .noneSatisfy(request -> assertThat(request.text()).contains("newWebhookStatus"));
    assertThat(SmartRig.callbacks(receiver)).hasSize(1);
  }

  @Test
  void item_144_when_a_sheet_grows_too_large_then_its_webhooks_are_off_until_it_is_smaller() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));

    user.fire("sheet.resized", SHEET, "{\"rows\":20000,\"columns\":400,\"cells\":500000}");
    assertThat(user.status(id)).isEqualTo("ENABLED");
    user.fire("sheet.resized", SHEET, "{\"rows\":20001}");

    assertThat(user.status(id)).isEqualTo("DISABLED_EXCEEDED_GRID_LIMITS");
    assertThat(told(1)).isEqualTo("DISABLED_EXCEEDED_GRID_LIMITS");
    assertThat(user.enable(id).at("/result/status").stringValue())
        .isEqualTo("DISABLED_EXCEEDED_GRID_LIMITS");
    assertThat(SmartRig.challenges(receiver)).hasSize(1);
    user.fire("sheet.resized", SHEET, "{\"rows\":10}");
    assertThat(user.status(id)).isEqualTo("DISABLED_EXCEEDED_GRID_LIMITS");
    assertThat(user.enable(id).at("/result/status").stringValue()).isEqualTo("ENABLED");
  }

  @Test
  void when_a_notice_comes_while_the_last_look_for_notices_is_not_over_then_it_is_told() {
    user.givenEnabled(SmartRig.sheet(url, ""));
    var looking = new CountDownLatch(1);
    var added = new CountDownLatch(1);
    rig.clock.beforeRead(() -> {
      if (Thread.currentThread().getName().equals("belfry-notices")) {
        looking.countDown();
        await(added);
      }
    });
    user.fire("sheet.resized", SHEET, "{\"rows\":1}");
    await(looking);

    user.fire("sheet.deleted", SHEET, "{}");
    added.countDown();

    assertThat(told(1)).isEqualTo("DISABLED_SCOPE_INACCESSIBLE");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(SmartRig.SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sheet.unshared, {}, sheet.shared, ENABLED, 2",
    "sheet.resized, {\"rows\":20001}, sheet.deleted, DISABLED_EXCEEDED_GRID_LIMITS, 1",
  })
  void when_two_events_of_one_batch_concern_a_webhook_then_the_second_finds_what_the_first_did(
      String first, String data, String second, String status, int notices) {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    var other = user.givenEnabled(SmartRig.sheet(url, ""));
    var batch =
        """
        [{"type":"%s","subject":"%s","data":%s},{"type":"%s","subject":"%2$s","data":{}}]
        """
            .formatted(first, SHEET, data, second);

    user.own("POST", "/v1/events", batch).orFail();

    assertThat(user.status(id)).isEqualTo(status);
    assertThat(user.status(other)).isEqualTo(status);
    SmartRig.awaitCallbacks(receiver, 2 * notices);
    user.await(id, DeliveryState.DELIVERED, notices);
    user.await(other, DeliveryState.DELIVERED, notices);
    assertThat(SmartRig.callbacks(receiver)).hasSize(2 * notices);
  }

  @Test
  void when_access_goes_and_returns_in_one_batch_then_what_comes_behind_is_owed() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    var batch =
        """
        [{"type":"row.created","subject":"%1$s","data":{"id":1}},
         {"type":"sheet.deleted","subject":"%1$s","data":{}},
         {"type":"row.created","subject":"%1$s","data":{"id":2}},
         {"type":"sheet.restored","subject":"%1$s","data":{}},
         {"type":"row.created","subject":"%1$s","data":{"id":3}}]
        """
            .formatted(SHEET);

    var answers = user.own("POST", "/v1/events", batch).orFail().body().get("data");

    assertThat(answers)
        .extracting(answer -> answer.get("deliveries").intValue())
        .containsExactly(1, 0, 0, 0, 1);
    assertThat(user.status(id)).isEqualTo("ENABLED");
    user.await(id, DeliveryState.DEAD, 1);
    SmartRig.awaitCallbacks(receiver, 2);
    rig.clock.advance(SmartRig.WINDOW);
    var last = SmartRig.awaitCallbacks(receiver, 3).getLast();
    assertThat(SmartRig.json(last).at("/events")).hasSize(1);
    assertThat(SmartRig.json(last).at("/events/0/id").intValue()).isEqualTo(3);
  }

  @Test
  void item_145_when_the_token_that_made_it_is_revoked_then_it_goes_on() {
    var other =
        rig.engine
            .keys()
            .create(
                user.id,
                java.util.Set.of(dev.belfry.engine.tenant.Scope.MANAGE),
                null,
                Actor.ADMIN);
    var id = user.with(other.secret()).givenEnabled(SmartRig.sheet(url, ""));

    rig.engine.keys().delete(user.id, other.key().id(), Actor.ADMIN);

    assertThat(user.fire("row.created", "{\"id\":1}")).isEqualTo(1);
    rig.clock.advance(SmartRig.WINDOW);
    user.await(id, DeliveryState.DELIVERED, 1);
    assertThat(user.status(id)).isEqualTo("ENABLED");
  }

  @Test
  void when_the_receiver_is_away_then_the_notice_is_made_again_also_after_a_restart() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    SmartRig.prove(receiver, Reply.status(503));
    user.fire("sheet.deleted", SHEET, "{}");
    SmartRig.awaitCallbacks(receiver, 1);
    user.fire("sheet.restored", SHEET, "{}");
    restart();
    SmartRig.prove(receiver, Reply.ok());

    rig.clock.advance(Duration.ofMinutes(1));

    var callbacks = SmartRig.awaitCallbacks(receiver, 3);
    assertThat(callbacks.get(1).text()).isEqualTo(callbacks.getFirst().text());
    assertThat(told(3)).isEqualTo("ENABLED");
    assertThat(user.status(id)).isEqualTo("ENABLED");
  }

  @Test
  void when_the_notice_is_refused_for_good_then_that_changes_nothing_more() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    SmartRig.prove(receiver, Reply.status(410));
    user.fire("sheet.deleted", SHEET, "{}");
    SmartRig.awaitCallbacks(receiver, 1);
    user.await(id, DeliveryState.DEAD, 1);

    assertThat(user.status(id)).isEqualTo("DISABLED_SCOPE_INACCESSIBLE");
    assertThat(user.shown(id).has("disabledDetails")).isFalse();
  }

  @Test
  void when_very_many_watch_one_sheet_then_all_of_them_follow() {
    for (int i = 0; i < 230; i++) {
      user.givenEnabled(SmartRig.sheet(receiver.url("/" + i).toString(), ""));
    }
    receiver.forget();

    user.fire("sheet.deleted", SHEET, "{}");

    SmartRig.awaitCallbacks(receiver, 230);
    assertThat(user.call("GET", "?includeAll=true", null).body().get("data").valueStream())
        .hasSize(230)
        .allSatisfy(one ->
            assertThat(one.get("status").stringValue()).isEqualTo("DISABLED_SCOPE_INACCESSIBLE"));
  }

  @Test
  void when_a_repeat_of_an_old_event_comes_then_it_changes_nothing() {
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    var deleted =
        "{\"id\":\"e1\",\"source\":\"/s\",\"type\":\"sheet.deleted\",\"subject\":\"%s\"}"
            .formatted(SHEET);
    user.own("POST", "/v1/events", deleted).orFail();
    assertThat(user.status(id)).isEqualTo("DISABLED_SCOPE_INACCESSIBLE");
    user.fire("sheet.restored", SHEET, "{}");

    var repeat = user.own("POST", "/v1/events", deleted).orFail().body();

    assertThat(repeat.get("duplicate").booleanValue()).isTrue();
    assertThat(user.status(id)).isEqualTo("ENABLED");
  }
}
