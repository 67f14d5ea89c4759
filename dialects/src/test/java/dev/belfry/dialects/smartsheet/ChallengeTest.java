package dev.belfry.dialects.smartsheet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Part A, "Verification"; the items' numbers are in the names. */
class ChallengeTest extends SmartReceiverTest {

  @Override
  Map<String, String> settings() {
    return Map.of("timeout", "3s");
  }

  @BeforeEach
  void proveNothing() {
    receiver.script().always(Reply.ok());
  }

  private String enabledWith(Function<String, Reply> answer) {
    receiver
        .script()
        .always(Reply.chosen(request -> answer.apply(String.valueOf(SmartRig.challenge(request)))));
    return user.enable(user.given(SmartRig.sheet(url, ""))).at("/result/status").stringValue();
  }

  @Test
  void items_84_85_86_and_94_when_it_is_asked_then_header_and_body_have_the_same_value() {
    SmartRig.prove(receiver, Reply.ok());
    var id = user.given(SmartRig.sheet(url, ""));
    user.enable(id);
    user.put(id, "{\"enabled\":false}");
    user.enable(id);

    for (var request : receiver.requests()) {
      var body = SmartRig.json(request);
      assertThat(request.method()).isEqualTo("POST");
      assertThat(request.headers("Content-Type")).containsExactly("application/json");
      assertThat(request.header("Smartsheet-Hmac-SHA256")).isEmpty();
      assertThat(body.propertyNames()).containsExactly("challenge", "webhookId");
      assertThat(body.get("webhookId").isIntegralNumber()).isTrue();
      assertThat(body.get("webhookId").longValue()).isEqualTo(id);
      assertThat(body.get("challenge").stringValue())
          .isEqualTo(SmartRig.challenge(request))
          .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    }
    assertThat(receiver.requests().stream().map(SmartRig::challenge).distinct()).hasSize(2);
    assertThat(user.shown(id).has("stats")).isFalse();
  }

  @Test
  void items_87_and_88_when_header_or_body_has_the_value_then_it_passes() {
    assertThat(enabledWith(value -> Reply.ok().with("smartsheet-hook-response", value)))
        .isEqualTo("ENABLED");
    assertThat(
            enabledWith(value ->
                Reply.ok()
                    .with("Content-Type", "text/html")
                    .body("{\r\n\"smartsheetHookResponse\": \"" + value + "\"\r\n}")))
        .isEqualTo("ENABLED");
    assertThat(
            enabledWith(value ->
                Reply.ok()
                    .with("Smartsheet-Hook-Response", "wrong")
                    .body("{\"smartsheetHookResponse\":\"" + value + "\"}")))
        .isEqualTo("ENABLED");
  }

  @Test
  void items_89_and_90_when_status_or_value_is_another_then_it_fails() {
    var failing =
        List.<Function<String, Reply>>of(
            value -> Reply.status(201).with("Smartsheet-Hook-Response", value),
            value -> Reply.status(204).with("Smartsheet-Hook-Response", value),
            value ->
                Reply.status(302).with("Location", url).with("Smartsheet-Hook-Response", value),
            value -> Reply.ok().with("Smartsheet-Hook-Response", value.toUpperCase(Locale.ROOT)),
            _ -> Reply.ok().body("{\"smartsheetHookResponse\":7}"),
            _ -> Reply.ok().body("smartsheetHookResponse"),
            _ -> Reply.ok());

    for (var answer : failing) {
      assertThat(enabledWith(answer)).isEqualTo("DISABLED_VERIFICATION_FAILED");
    }
    var id = user.given(SmartRig.sheet(url, ""));
    assertThat(user.enable(id).at("/result/disabledDetails").stringValue())
        .startsWith("Response did not contain the expected challenge value (ref id: ");
  }

  @Test
  void item_91_when_there_is_no_answer_then_the_put_is_answered_all_the_same() {
    receiver.script().always(Reply.never());
    var id = user.given(SmartRig.sheet(url, ""));
    var began = System.nanoTime();

    var result = user.enable(id).get("result");

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    assertThat(result.get("status").stringValue()).isEqualTo("DISABLED_VERIFICATION_FAILED");
    assertThat(result.get("disabledDetails").stringValue()).startsWith("Request timed out (");
    receiver.close();
    assertThat(user.enable(id).at("/result/disabledDetails").stringValue())
        .startsWith("Unable to connect to the callback URL (ref id: ");
  }

  @Test
  void items_92_and_93_when_a_hundred_callbacks_went_out_then_it_must_prove_itself_again() {
    SmartRig.prove(receiver, Reply.ok());
    var id = user.givenEnabled(SmartRig.sheet(url, ""));
    callbacks(1, 100);
    assertThat(receiver.count()).isEqualTo(101);
    callbacks(101, 1);
    assertThat(SmartRig.challenge(receiver.requests().get(101))).isNotNull();
    assertThat(SmartRig.challenge(receiver.requests().get(102))).isNull();
    callbacks(102, 99);

    receiver.script().always(Reply.ok());
    user.fireRows(1000, 1);
    rig.clock.advance(SmartRig.WINDOW);

    Eventually.holds(
        "disabled", SmartRig.SOON, () -> user.status(id).equals("DISABLED_VERIFICATION_FAILED"));
    assertThat(SmartRig.callbacks(receiver)).hasSize(200);
    assertThat(user.shown(id).get("disabledDetails").stringValue())
        .startsWith("Response did not contain the expected challenge value (ref id: ");
    assertThat(user.webhook(id).state().toString()).isEqualTo("unverified");
    SmartRig.prove(receiver, Reply.ok());
    user.enable(id);
    callbacks(2000, 1);
    assertThat(SmartRig.challenges(receiver)).hasSize(4);
  }

  /** One after the other. */
  private void callbacks(int from, int count) {
    for (int i = from; i < from + count; i++) {
      var before = SmartRig.callbacks(receiver).size();
      user.fireRows(i, 1);
      rig.clock.advance(SmartRig.WINDOW);
      SmartRig.awaitCallbacks(receiver, before + 1);
      Eventually.holds("recorded", SmartRig.SOON, rig.engine.deliverer()::isQuiet);
    }
  }

  @Test
  void items_95_and_147_when_a_plan_webhook_has_headers_then_every_request_has_them() {
    SmartRig.prove(receiver, Reply.ok());
    user.givenEnabled(
        SmartRig.plan(url, ",\"customHeaders\":{\"X-Api-Key\":\"k-123\",\"X-Env\":\"prod\"}"));
    user.fire("user.seatType.updated", "plan/" + SmartRig.PLAN, "{\"id\":1}");
    rig.clock.advance(SmartRig.WINDOW);
    receiver.await(2, SmartRig.SOON);
    user.fire("plan.deleted", "plan/" + SmartRig.PLAN, "{}");

    assertThat(receiver.await(3, SmartRig.SOON))
        .allSatisfy(request -> {
          assertThat(request.headers("X-Api-Key")).containsExactly("k-123");
          assertThat(request.headers("X-Env")).containsExactly("prod");
        });
    assertThat(SmartRig.json(receiver.requests().getLast()).has("newWebhookStatus")).isTrue();
  }
}
