package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.accept.IdempotencyConflict;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.record.About;
import dev.belfry.engine.record.Shelf;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.NoSuchWebhook;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.engine.webhook.Witness;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine offers to dialects that keep things of their own in step with events. */
class DialectPartsTest {

  private static final Shelf SEEN = new Shelf(ACME, "belfry", "seen");

  @TempDir Path folder;

  @Test
  void when_a_witness_leaves_a_webhook_out_then_it_is_owed_nothing_and_the_others_are() {
    var witness = new Once();
    try (var rig = new EngineRig(folder, new SettableClock(NOON), witness)) {
      witness.engine = rig.engine;
      var first = rig.givenWebhook("seen");
      var second = rig.givenWebhook("seen");
      witness.leftOut = first;

      assertThat(accept(rig, "seen")).isEqualTo(1);
      assertThat(accept(rig, "unseen")).isZero();

      eventually(() -> assertThat(deliveredOf(rig, second)).isEqualTo(1));
      assertThat(deliveredOf(rig, first)).isZero();
      assertThat(witness.told).hasSize(1);
      assertThat(rig.engine.records().find(SEEN, "last")).isPresent();
    }
  }

  @Test
  void when_a_test_is_sent_and_fails_then_it_is_made_again_as_often_as_the_rules_of_tests_say() {
    try (var rig = new EngineRig(folder)) {
      var webhook = rig.givenWebhook("order.paid");
      rig.receiver = _ -> EngineRig.answer(500);

      var id =
          rig.engine.deliveries().send(webhook, EngineRig.event("try", null, "{}"), Actor.ADMIN);

      eventually(() -> assertThat(find(rig, id).attemptCount()).isEqualTo(1));
      rig.clock.advance(Duration.ofSeconds(6));
      eventually(() -> assertThat(find(rig, id).state()).isEqualTo(DeliveryState.DEAD));
      assertThat(rig.engine.deliveries().attempts(id)).hasSize(2);
      assertThat(rig.engine.deliveries().countsOf(webhook.id()).owed()).isZero();
    }
  }

  @Test
  void when_a_test_is_sent_to_a_paused_webhook_then_it_arrives_all_the_same() {
    try (var rig = new EngineRig(folder)) {
      var webhook = rig.givenWebhook("order.paid");
      var paused =
          rig.engine
              .webhooks()
              .change(
                  ACME,
                  webhook.id(),
                  OptionalLong.empty(),
                  before -> before.in(WebhookState.PAUSED, null),
                  Actor.ADMIN);

      var id =
          rig.engine.deliveries().send(paused, EngineRig.event("try", null, "{}"), Actor.ADMIN);

      eventually(() -> assertThat(find(rig, id).state()).isEqualTo(DeliveryState.DELIVERED));
    }
  }

  @Test
  void when_a_webhook_is_gone_then_nothing_is_sent_to_it_and_nothing_stored() {
    try (var rig = new EngineRig(folder)) {
      var webhook = rig.givenWebhook("order.paid");
      rig.engine.webhooks().delete(ACME, webhook.id(), OptionalLong.empty(), Actor.ADMIN);

      assertThatThrownBy(() ->
              rig.engine
                  .deliveries()
                  .send(webhook, EngineRig.event("try", null, "{}"), Actor.ADMIN))
          .isInstanceOf(NoSuchWebhook.class);
      assertThat(rig.engine.deliveries().slice(ACME, "belfry", null, false, 0, 10).total())
          .isZero();
    }
  }

  @Test
  void when_deliveries_are_paged_by_position_then_every_one_is_on_one_page_also_of_deleted() {
    try (var rig = new EngineRig(folder)) {
      var first = rig.givenWebhook("a");
      var second = rig.givenWebhook("a", "b");
      accept(rig, "a");
      accept(rig, "b");
      rig.engine.webhooks().deleteLater(second.id());
      eventually(() -> assertThat(rig.engine.webhooks().find(second.id())).isEmpty());

      var all = rig.engine.deliveries().slice(ACME, "belfry", null, false, 0, 10);
      var newest = rig.engine.deliveries().slice(ACME, "belfry", null, true, 0, 2);
      var rest = rig.engine.deliveries().slice(ACME, "belfry", null, true, 2, 2);
      var ofOne = rig.engine.deliveries().slice(ACME, "belfry", first.id(), false, 0, 10);

      assertThat(all.total()).isEqualTo(3);
      assertThat(all.deliveries()).extracting(Delivery::id).isSorted();
      var both = new ArrayList<>(newest.deliveries());
      both.addAll(rest.deliveries());
      assertThat(both)
          .extracting(Delivery::id)
          .containsExactlyElementsOf(
              all.deliveries().reversed().stream().map(Delivery::id).toList());
      assertThat(ofOne.total()).isEqualTo(1);
      assertThat(ofOne.deliveries()).extracting(Delivery::webhook).containsExactly(first.id());
      assertThat(rig.engine.deliveries().slice(ACME, "other", null, false, 0, 10).total()).isZero();
    }
  }

  private static void eventually(Runnable assertions) {
    Eventually.passes(Duration.ofSeconds(60), assertions);
  }

  private static long accept(EngineRig rig, String type) {
    return rig.engine
        .acceptance()
        .accept(ACME, List.of(EngineRig.event(type, null, "{}")))
        .getFirst()
        .deliveries();
  }

  private static long deliveredOf(EngineRig rig, Webhook webhook) {
    return rig.engine.deliveries().countsOf(webhook.id()).delivered();
  }

  private static Delivery find(EngineRig rig, dev.belfry.engine.delivery.DeliveryId id) {
    return rig.engine.deliveries().find(ACME, id).orElseThrow();
  }

  @Test
  void when_a_batch_is_refused_then_what_a_witness_wrote_for_it_is_undone() {
    var witness = new Once();
    try (var rig = new EngineRig(folder, new SettableClock(NOON), witness)) {
      witness.engine = rig.engine;
      rig.engine.acceptance().accept(ACME, List.of(EngineRig.event("a", "one", "1")));

      assertThatThrownBy(() ->
              rig.engine
                  .acceptance()
                  .accept(
                      ACME,
                      List.of(
                          EngineRig.event("seen", null, "1"), EngineRig.event("a", "one", "2"))))
          .isInstanceOf(IdempotencyConflict.class);

      assertThat(rig.engine.records().find(SEEN, "last")).isEmpty();
    }
  }

  /** Keeps the last event and leaves one webhook out. */
  private static final class Once implements Witness {

    private final List<Event> told = Collections.synchronizedList(new ArrayList<>());
    private volatile @Nullable Webhook leftOut;
    private volatile @Nullable Engine engine;

    @Override
    public boolean sees(String type) {
      return type.equals("seen");
    }

    @Override
    public List<Webhook> accepting(Tx tx, Event event, List<Webhook> owed) {
      if (engine != null) {
        engine.records().put(tx, SEEN, "last", event.id().toString(), About.NOTHING);
      }
      return owed.stream().filter(webhook -> !webhook.equals(leftOut)).toList();
    }

    @Override
    public void accepted(Event event) {
      told.add(event);
    }
  }
}
