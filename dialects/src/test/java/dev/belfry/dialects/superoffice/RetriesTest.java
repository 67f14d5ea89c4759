package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.record.Shelf;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.ReceivedRequest;
import dev.belfry.testkit.Reply;
import java.time.Duration;
import java.util.HashSet;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Checklist, "Matching and state" and "Retries and disabling". */
class RetriesTest extends OfficeTest {

  @Test
  void items_156_and_160_when_a_webhook_is_stopped_then_what_happens_meanwhile_is_lost() {
    var id = given("a.b");
    state(id, "Stopped");
    signal("a.b", 1, "{}");
    assertThat(customer.fire("a.b", "a/2", "{}")).isZero();
    state(id, "TooManyErrors");
    assertThat(customer.fire("a.b", "a/3", "{}")).isZero();
    state(id, "Active");
    receiver.forget();
    signal("a.b", 4, "{}");

    assertThat(await(1).getFirst().text()).contains("\"PrimaryKey\": 4");
  }

  @Test
  void item_157_when_a_name_has_a_star_then_it_matches_nothing_but_itself() {
    given("/family", "contact.*", "");
    given("/all", "*", "");
    signal("contact.created", 1, "{}");
    customer.fire("contact.created", "contact/1", "{}");
    signal("contact.*", 2, "{}");
    signal("*", 3, "{}");

    var requests = await(2);
    assertThat(requests.stream().map(ReceivedRequest::path).toList())
        .containsExactlyInAnyOrder("/family", "/all");
    assertThat(requests.stream().map(r -> r.header("X-SuperOffice-Event").orElseThrow()).toList())
        .containsExactlyInAnyOrder("contact.*", "*");
  }

  @Test
  void items_158_and_159_when_a_webhook_wants_several_events_then_case_and_repeats_do_not_matter() {
    var id = given("/in", "CONTACT.CREATED, contact.created ,sale.sold", "");
    assertThat(customer.get(id).get("Events").toString())
        .isEqualTo("[\"CONTACT.CREATED\",\"sale.sold\"]");
    signal("contact.created", 1, "{}");
    signal("Sale.Sold", 2, "{}");
    customer.fire("CONTACT.CREATED", "contact/3", "{}");

    assertThat(await(3).stream().map(r -> r.header("X-SuperOffice-Event").orElseThrow()).toList())
        .containsExactlyInAnyOrder("contact.created", "Sale.Sold", "CONTACT.CREATED");
  }

  @Test
  void items_161_to_164_and_166_when_a_target_fails_then_there_are_three_attempts_and_no_more() {
    var id = given("a.b");
    receiver.script().always(Reply.status(500));
    signal("a.b", 1, "{\"x\":1}");
    awaitCalls(id, 1);
    rig.clock.advance(Duration.ofMillis(999));
    assertThat(receiver.count()).isEqualTo(1);
    rig.clock.advance(Duration.ofMillis(1));
    awaitCalls(id, 2);
    rig.clock.advance(Duration.ofMillis(3999));
    assertThat(receiver.count()).isEqualTo(2);
    rig.clock.advance(Duration.ofMillis(1));
    awaitCalls(id, 3);
    rig.clock.advance(Duration.ofHours(1));

    var requests = receiver.requests();
    assertThat(requests).hasSize(3);
    assertThat(requests.stream().map(r -> r.header("X-SuperOffice-Retry").orElse("none")).toList())
        .containsExactly("none", "1", "2");
    assertThat(new HashSet<>(requests.stream().map(ReceivedRequest::text).toList())).hasSize(1);
    assertThat(requests.stream().map(r -> r.header("X-SuperOffice-EventId")).distinct().toList())
        .hasSize(1);
  }

  @Test
  void items_165_169_175_176_and_177_when_an_attempt_succeeds_then_the_row_of_failures_ends() {
    var id = given("a.b");
    receiver.script().next(Reply.status(302).with("Location", "/x"), Reply.status(204));
    signal("a.b", 1, "{}");
    awaitCalls(id, 1);
    assertThat(customer.get(id).get("ConsecutiveErrors").intValue()).isEqualTo(1);
    rig.clock.advance(Duration.ofSeconds(1));
    awaitCalls(id, 2);
    rig.clock.advance(Duration.ofHours(1));

    var hook = customer.get(id);
    assertThat(hook.get("TotalCalls").intValue()).isEqualTo(2);
    assertThat(hook.get("TotalErrors").intValue()).isEqualTo(1);
    assertThat(hook.get("ConsecutiveErrors").intValue()).isZero();
    assertThat(receiver.count()).isEqualTo(2);
  }

  @Test
  void items_167_168_170_and_172_when_three_events_fail_then_the_webhook_is_disabled() {
    var id = given("a.b");
    var watcher =
        customer.givenWebhook(webhook("W", receiver.url("/watch"), "webhook" + id + ".errors", ""));
    receiver.script("/in").always(Reply.status(500));
    for (int event = 1; event <= 3; event++) {
      failThrice(id, event);
    }
    awaitState(id, "TooManyErrors");
    Eventually.holds(
        "the watcher is told", SOON, () -> customer.get(watcher).get("TotalCalls").intValue() == 1);
    var told = receiver.requests().getLast();
    var body = Json.read(told.body());
    assertThat(told.header("X-SuperOffice-Event")).hasValue("webhook" + id + ".errors");
    assertThat(body.get("Entity").stringValue()).isEqualTo("webhook" + id);
    assertThat(body.get("PrimaryKey").intValue()).isEqualTo(id);
    assertThat(body.get("ChangedByAssociateId").intValue()).isZero();
    assertThat(body.at("/FieldValues/state").intValue()).isEqualTo(3);
    assertThat(body.at("/FieldValues/events").intValue()).isEqualTo(1);

    assertThat(customer.fire("a.b", "a/4", "{}")).isZero();
    assertThat(customer.get(id).get("ConsecutiveErrors").intValue()).isEqualTo(9);
    receiver.script("/in").always(Reply.ok());
    state(id, "Active");
    assertThat(customer.get(id).get("ConsecutiveErrors").intValue()).isZero();
    assertThat(customer.get(id).get("TotalErrors").intValue()).isEqualTo(9);
    receiver.forget();
    signal("a.b", 5, "{}");
    assertThat(await(1).getFirst().text()).contains("\"PrimaryKey\": 5");
  }

  @Test
  void item_171_when_the_target_is_gone_then_the_webhook_is_disabled_at_once() {
    var id = given("a.b");
    receiver.script().always(Reply.status(410));
    signal("a.b", 1, "{}");
    awaitState(id, "TooManyErrors");
    rig.clock.advance(Duration.ofHours(1));

    assertThat(receiver.count()).isEqualTo(1);
    assertThat(customer.get(id).get("TotalErrors").intValue()).isEqualTo(1);
    var own = customer.own("GET", "/v1/webhooks?dialect=superoffice", null).body().at("/data/0");
    assertThat(own.get("state").stringValue()).isEqualTo("disabled");
    assertThat(own.get("stateReason").stringValue()).isEqualTo("gone");
    assertThat(own.get("vendorId").stringValue()).isEqualTo(String.valueOf(id));
  }

  @Test
  void item_173_when_a_state_changes_then_other_webhooks_hear_of_it() {
    var id = given("a.b");
    given("/watch", "webhook" + id + ".stopped,webhook" + id + ".started", "");
    state(id, "Stopped");
    Eventually.holds("stopped is told", SOON, () -> told("/watch") == 1);
    state(id, "Stopped");
    state(id, "Active");
    Eventually.holds("started is told", SOON, () -> told("/watch") == 2);

    var bodies =
        receiver.requests().stream()
            .filter(request -> request.path().equals("/watch"))
            .map(request -> Json.read(request.body()))
            .toList();
    assertThat(bodies.getFirst().get("Event").stringValue()).isEqualTo("webhook" + id + ".stopped");
    assertThat(bodies.getFirst().at("/FieldValues/state").intValue()).isEqualTo(2);
    assertThat(bodies.getFirst().get("ChangedByAssociateId").intValue())
        .isEqualTo(Associates.id(customer.key.key().id()));
    assertThat(bodies.getLast().get("Event").stringValue()).isEqualTo("webhook" + id + ".started");
  }

  @Test
  void item_174_when_a_target_is_stuck_then_neither_callers_nor_others_wait() {
    given("/stuck", "a.b", "");
    given("/quick", "a.b", "");
    var gate = new CountDownLatch(1);
    receiver.script("/stuck").always(Reply.when(gate, Reply.ok()));
    for (int i = 0; i < 20; i++) {
      signal("a.b", i, "{}");
    }

    Eventually.holds("the others are told", SOON, () -> told("/quick") == 20);
    gate.countDown();
  }

  @Test
  void when_a_webhook_is_stopped_or_deleted_then_what_waits_is_discarded() {
    var id = given("a.b");
    receiver.script().always(Reply.status(500));
    signal("a.b", 1, "{}");
    awaitCalls(id, 1);
    receiver.script().always(Reply.ok());
    state(id, "Stopped");
    state(id, "Active");
    receiver.forget();
    rig.clock.advance(Duration.ofHours(1));
    signal("a.b", 2, "{}");

    assertThat(await(1).getFirst().text()).contains("\"PrimaryKey\": 2");
    awaitCalls(id, 2);
  }

  @Test
  void when_people_want_to_hear_of_errors_then_notices_are_kept_and_mailed() {
    var id =
        given(
            "/in",
            "a.b",
            ",\"ErrorEmails\":[\"ops@b.example\"],\"NotifyVia\":3,\"NotifyWhen\":3,\"ErrorAssociates\":[{\"Id\":5}]");
    receiver.script().always(Reply.status(410));
    signal("a.b", 1, "{}");

    Eventually.holds("both are mailed", SOON, () -> rig.mails.size() == 2);
    assertThat(rig.mails)
        .containsExactlyInAnyOrder(
            "ops@b.example: Webhook 'Stock sync' has failed",
            "ops@b.example: Webhook 'Stock sync' was disabled");
    var shelf = new Shelf(customer.id, SuperOfficeDialect.NAME, Notices.KIND);
    Eventually.holds(
        "both are kept", SOON, () -> rig.engine.records().list(shelf, "", 10).size() == 2);
    var kept = rig.engine.records().find(shelf, id + "/Disabling").orElseThrow().value();
    assertThat(kept).contains("\"associates\":[5]", "\"mailed\":true");
  }

  @Test
  void when_nobody_asked_to_hear_of_errors_then_there_is_no_notice() {
    given("/in", "a.b", ",\"ErrorEmails\":[\"ops@b.example\"],\"NotifyVia\":1,\"NotifyWhen\":1");
    var id = given("/in", "a.b", "");
    receiver.script().always(Reply.status(410));
    signal("a.b", 1, "{}");
    awaitState(id, "TooManyErrors");

    Eventually.holds("one is mailed", SOON, () -> rig.mails.size() == 1);
    assertThat(rig.mails.getFirst()).contains("has failed");
  }

  private void failThrice(int id, int event) {
    signal("a.b", event, "{}");
    awaitCalls(id, 3 * event - 2);
    rig.clock.advance(Duration.ofSeconds(1));
    awaitCalls(id, 3 * event - 1);
    rig.clock.advance(Duration.ofSeconds(4));
    awaitCalls(id, 3 * event);
  }

  private void state(int id, String state) {
    var script = receiver.script("/in");
    script.always(Reply.ok());
    customer.call("PATCH", "/Webhook/" + id, "{\"State\":\"" + state + "\"}").orFail();
  }

  private long told(String path) {
    return receiver.requests().stream()
        .filter(request -> request.path().equals(path))
        .filter(request -> request.header("X-Hook-Test").isEmpty())
        .count();
  }
}
