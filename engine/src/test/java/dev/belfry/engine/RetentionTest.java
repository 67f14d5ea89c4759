package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.accept.Accepted;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.audit.Change;
import dev.belfry.engine.record.About;
import dev.belfry.engine.record.Shelf;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest extends RigTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @Test
  void when_events_are_old_then_they_go_with_all_that_is_theirs_and_the_sums_stay() {
    var first = rig.givenWebhook("a");
    rig.givenWebhook("a");
    accept("a", 500);
    Eventually.holds("delivered", SOON, () -> delivered() == 1000);
    rig.clock.advance(Duration.ofDays(20));
    var later = accept("a", 10);
    Eventually.holds("delivered", SOON, () -> delivered() == 1020);
    var sums = rig.engine.deliveries().countsOf(first.id());

    rig.clock.advance(Duration.ofDays(10).plusHours(1));

    Eventually.holds("the old are gone", SOON, () -> rows("event") == 10);
    assertThat(rows("delivery")).isEqualTo(20);
    assertThat(rows("attempt")).isEqualTo(20);
    assertThat(rig.engine.events().find(ACME, later.getFirst().id())).isPresent();
    assertThat(rig.engine.deliveries().countsOf(ACME).accepted()).isEqualTo(510);
    assertThat(rig.engine.deliveries().countsOf(ACME).delivered()).isEqualTo(1020);
    assertThat(rig.engine.deliveries().countsOf(first.id())).isEqualTo(sums);
  }

  @Test
  void when_something_is_pending_then_its_event_stays_until_that_is_settled() {
    var webhook = rig.givenWebhook("a");
    rig.givenWebhook("a");
    change(webhook, WebhookState.PAUSED);
    accept("a", 5);
    accept("b", 5);
    Eventually.holds("the other has them", SOON, () -> delivered() == 5);

    rig.clock.advance(Duration.ofDays(40));
    Eventually.holds("those that owe nothing are gone", SOON, () -> rows("event") == 5);
    rig.clock.advance(Duration.ofHours(2));
    assertThat(rows("delivery")).isEqualTo(10);

    change(webhook, WebhookState.ACTIVE);
    Eventually.holds("delivered", SOON, () -> delivered() == 10);
    rig.clock.advance(Duration.ofMinutes(5));
    assertThat(rows("event")).as("just settled").isEqualTo(5);
    rig.clock.advance(Duration.ofHours(2));
    Eventually.holds("now they go", SOON, () -> rows("event") == 0);
    assertThat(rows("delivery")).isZero();
    assertThat(rows("attempt")).isZero();
  }

  @Test
  void when_a_later_event_shows_what_an_old_one_said_then_that_stays_as_long_as_it() {
    var webhook = rig.givenWebhook("b");
    change(webhook, WebhookState.PAUSED);
    var other = accept("a", 1).getFirst().id();
    var old = accept("a", 1).getFirst().id();
    var later = accept("b", 1).getFirst().id();
    var shelf = new Shelf(ACME, "belfry", "said");
    rig.engine.records().change(shelf, "x", About.event(old, later), _ -> "said");

    rig.clock.advance(Duration.ofDays(40));
    Eventually.holds("others go", SOON, () -> rig.engine.events().find(ACME, other).isEmpty());
    rig.clock.advance(Duration.ofHours(2));

    assertThat(rig.engine.events().find(ACME, old)).isPresent();
    assertThat(rig.engine.records().find(shelf, "x")).isPresent();
    change(webhook, WebhookState.ACTIVE);
    Eventually.holds("delivered", SOON, () -> delivered() == 1);
    rig.clock.advance(Duration.ofHours(2));
    Eventually.holds("it goes", SOON, () -> rig.engine.events().find(ACME, later).isEmpty());
    assertThat(rig.engine.records().find(shelf, "x")).isEmpty();
    rig.clock.advance(Duration.ofHours(2));
    Eventually.holds("then the other", SOON, () -> rows("event") == 0);
  }

  @Test
  void when_an_event_owed_very_much_then_it_goes_in_steps() {
    for (int i = 0; i < 1100; i++) {
      rig.givenWebhook("a");
    }
    accept("a", 1);
    Eventually.holds("delivered", SOON, () -> delivered() == 1100);

    rig.clock.advance(Duration.ofDays(31));

    Eventually.holds("it is gone", SOON, () -> rows("event") == 0);
    assertThat(rows("delivery")).isZero();
    assertThat(rows("attempt")).isZero();
  }

  @Test
  void when_a_webhook_was_deleted_long_ago_then_nothing_is_left_of_it() {
    var webhook = rig.givenWebhook("a");
    rig.receiver = _ -> answer(500);
    accept("a", 3);
    Eventually.holds("attempted", SOON, () -> rig.engine.deliverer().isQuiet());
    rig.engine.webhooks().delete(ACME, webhook.id(), OptionalLong.empty(), Actor.ADMIN);
    assertThat(rows("webhook")).isEqualTo(1);

    rig.clock.advance(Duration.ofDays(31));

    Eventually.holds("its row is gone", SOON, () -> rows("webhook") == 0);
    assertThat(rows("webhook_count")).isZero();
    assertThat(rig.engine.deliveries().countsOf(ACME).cancelled()).isEqualTo(3);
  }

  @Test
  void when_the_audit_log_is_old_then_it_goes_in_steps_and_what_stays_is_a_chain() {
    for (int i = 0; i < 450; i++) {
      rig.engine.note(ACME, Actor.ADMIN, "tried", "thing" + i, new Change().of("n", null, i));
    }
    rig.clock.advance(Duration.ofDays(300));
    rig.givenWebhook("a");
    assertThat(rows("audit")).isEqualTo(452);

    rig.clock.advance(Duration.ofDays(66));

    Eventually.holds("the old are gone", SOON, () -> rows("audit") == 1);
    assertThat(rig.database.read(Audit::faults)).isEmpty();
  }

  private List<Accepted> accept(String type, int count) {
    return rig.engine
        .acceptance()
        .accept(ACME, IntStream.range(0, count).mapToObj(i -> event(type, null, "" + i)).toList());
  }

  private long delivered() {
    return rig.engine.deliveries().countsOf(ACME).delivered();
  }

  private long rows(String table) {
    return rig.database.read(
        tx -> tx.find("select count(*) from " + table, row -> row.number(1)).orElseThrow());
  }

  private void change(Webhook webhook, WebhookState to) {
    rig.engine
        .webhooks()
        .change(
            ACME,
            webhook.id(),
            OptionalLong.empty(),
            registration -> registration.in(to, null),
            Actor.ADMIN);
  }
}
