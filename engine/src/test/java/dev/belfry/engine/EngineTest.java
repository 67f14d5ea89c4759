package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.accept.IdempotencyConflict;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {

  @TempDir Path folder;
  private EngineRig rig;

  @BeforeEach
  void open() {
    rig = new EngineRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void when_an_event_is_accepted_then_every_webhook_that_wants_it_gets_it() {
    var orders = rig.givenWebhook("order.*");
    rig.givenWebhook("invoice.paid");
    var all = rig.givenWebhook("*");

    var accepted = rig.engine.acceptance().accept(ACME, List.of(event("order.made", null, "{}")));

    assertThat(accepted.getFirst().deliveries()).isEqualTo(2);
    var id = accepted.getFirst().id();
    awaitState(id, DeliveryState.DELIVERED, 2);
    assertThat(deliveriesOf(id))
        .extracting(Delivery::webhook)
        .containsExactly(all.id(), orders.id());
  }

  @Test
  void when_a_receiver_fails_then_the_delivery_is_tried_by_the_schedule_and_then_is_dead() {
    rig.givenWebhook("*");
    var calls = new AtomicInteger();
    rig.receiver =
        _ -> {
          calls.incrementAndGet();
          return answer(500);
        };

    var id = accept("a");
    Eventually.holds("it happens", Duration.ofSeconds(60), () -> attemptsOf(id) == 1);
    rig.clock.advance(Duration.ofSeconds(4));
    assertThat(calls).hasValue(1);
    rig.clock.advance(Duration.ofSeconds(1));
    Eventually.holds("it happens", Duration.ofSeconds(60), () -> attemptsOf(id) == 2);
    rig.clock.advance(Duration.ofMinutes(5));
    awaitState(id, DeliveryState.DEAD, 1);

    assertThat(calls).hasValue(3);
    assertThat(deliveriesOf(id).getFirst().reason()).isEqualTo("status");
    assertThat(rig.engine.deliveries().attempts(deliveriesOf(id).getFirst().id())).hasSize(3);
  }

  @Test
  void when_the_engine_starts_again_then_what_was_pending_goes_out() {
    rig.givenWebhook("*");
    rig.receiver = _ -> answer(500);
    var id = accept("a");
    Eventually.holds("it happens", Duration.ofSeconds(60), () -> attemptsOf(id) == 1);
    rig.close();
    rig.clock.advance(Duration.ofSeconds(5));

    rig = new EngineRig(folder, rig.clock);

    awaitState(id, DeliveryState.DELIVERED, 1);
  }

  @Test
  void when_an_event_is_handed_in_twice_then_it_is_accepted_once() {
    rig.givenWebhook("*");

    var first = rig.engine.acceptance().accept(ACME, List.of(event("a", "one", "{}"))).getFirst();
    var again = rig.engine.acceptance().accept(ACME, List.of(event("a", "one", "{}"))).getFirst();

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.deliveries()).isEqualTo(1);
    assertThat(again.duplicate()).isTrue();
    assertThatThrownBy(
            () -> rig.engine.acceptance().accept(ACME, List.of(event("a", "one", "{\"b\":1}"))))
        .isInstanceOf(IdempotencyConflict.class);
  }

  /** T15. */
  @Test
  void when_many_hand_in_the_same_events_at_once_then_each_is_accepted_once() throws Exception {
    rig.givenWebhook("*");
    int keys = Boolean.getBoolean("belfry.long") ? 1000 : 50;
    var answers = new ConcurrentHashMap<String, EventId>();
    var conflicting = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < 64; thread++) {
        threads.execute(() -> {
          for (int key = 0; key < keys; key++) {
            var id =
                rig.engine
                    .acceptance()
                    .accept(ACME, List.of(event("a", "key-" + key, "{}")))
                    .getFirst()
                    .id();
            var other = answers.putIfAbsent("key-" + key, id);
            if (other != null && !other.equals(id)) {
              conflicting.incrementAndGet();
            }
          }
        });
      }
    }

    assertThat(conflicting).hasValue(0);
    assertThat(answers).hasSize(keys);
    answers.values().forEach(id -> awaitState(id, DeliveryState.DELIVERED, 1));
    assertThat(rig.engine.deliveries().countsOf(ACME).accepted()).isEqualTo(keys);
  }

  @Test
  void when_an_event_is_owed_to_very_many_then_all_of_them_get_it() {
    for (int i = 0; i < 1200; i++) {
      rig.givenWebhook("*");
    }

    var id = accept("a");

    awaitState(id, DeliveryState.DELIVERED, 1200);
  }

  @Test
  void when_a_webhook_is_disabled_then_what_it_is_owed_is_dead() {
    var webhook = rig.givenWebhook("*");
    rig.receiver = _ -> answer(500);
    var id = accept("a");
    Eventually.holds("it happens", Duration.ofSeconds(60), () -> attemptsOf(id) == 1);

    change(webhook, WebhookState.DISABLED);

    awaitState(id, DeliveryState.DEAD, 1);
    assertThat(accepted("a").deliveries()).isZero();
  }

  @Test
  void when_a_webhook_is_deleted_then_what_it_is_owed_is_cancelled() {
    var webhook = rig.givenWebhook("*");
    change(webhook, WebhookState.PAUSED);
    var id = accept("a");

    rig.engine.webhooks().delete(ACME, webhook.id(), OptionalLong.empty(), Actor.ADMIN);

    awaitState(id, DeliveryState.CANCELLED, 1);
    var counts = rig.engine.deliveries().countsOf(ACME);
    assertThat(counts.cancelled()).isEqualTo(1);
    assertThat(counts.pending()).isZero();
  }

  @Test
  void when_a_webhook_is_paused_then_its_deliveries_wait_until_it_is_resumed() {
    var webhook = rig.givenWebhook("*");
    change(webhook, WebhookState.PAUSED);
    var id = accept("a");
    Eventually.holds("it happens", Duration.ofSeconds(60), rig.engine.deliverer()::isQuiet);
    awaitState(id, DeliveryState.PENDING, 1);

    change(webhook, WebhookState.ACTIVE);

    awaitState(id, DeliveryState.DELIVERED, 1);
  }

  @Test
  void when_a_receiver_says_gone_then_its_webhook_is_disabled() {
    var webhook = rig.givenWebhook("*");
    rig.receiver = _ -> answer(410);

    var id = accept("a");

    awaitState(id, DeliveryState.DEAD, 1);
    Eventually.holds(
        "it happens",
        Duration.ofSeconds(60),
        () ->
            rig.engine.webhooks().find(ACME, webhook.id()).orElseThrow().state()
                == WebhookState.DISABLED);
  }

  @Test
  void when_a_dead_delivery_is_retried_then_it_goes_out_under_the_same_id() {
    rig.givenWebhook("*");
    rig.receiver = _ -> answer(410);
    var webhook = rig.givenWebhook("never");
    var id = accept("a");
    awaitState(id, DeliveryState.DEAD, 1);
    var dead = deliveriesOf(id).getFirst();
    Eventually.holds(
        "it happens",
        Duration.ofSeconds(60),
        () ->
            rig.engine.webhooks().find(ACME, dead.webhook()).orElseThrow().state()
                == WebhookState.DISABLED);
    rig.receiver = _ -> answer(200);
    change(rig.engine.webhooks().find(ACME, dead.webhook()).orElseThrow(), WebhookState.ACTIVE);

    rig.engine.deliveries().retry(ACME, dead.id(), Actor.ADMIN);

    awaitState(id, DeliveryState.DELIVERED, 1);
    assertThat(deliveriesOf(id).getFirst().id()).isEqualTo(dead.id());
    assertThat(deliveriesOf(id).getFirst().attemptCount()).isEqualTo(2);
    assertThat(webhook.state()).isEqualTo(WebhookState.ACTIVE);
  }

  @Test
  void when_a_waiting_delivery_is_cancelled_then_it_never_goes_out() {
    rig.givenWebhook("*");
    rig.receiver = _ -> answer(500);
    var id = accept("a");
    Eventually.holds("it happens", Duration.ofSeconds(60), () -> attemptsOf(id) == 1);

    rig.engine.deliveries().cancel(ACME, deliveriesOf(id).getFirst().id(), Actor.ADMIN);
    rig.receiver = _ -> answer(200);
    rig.clock.advance(Duration.ofHours(1));
    Eventually.holds("it happens", Duration.ofSeconds(60), rig.engine.deliverer()::isQuiet);

    awaitState(id, DeliveryState.CANCELLED, 1);
    assertThat(attemptsOf(id)).isEqualTo(1);
  }

  @Test
  void when_more_is_owed_than_memory_takes_then_all_of_it_is_delivered_once() {
    var webhook = rig.givenWebhook("*");
    change(webhook, WebhookState.PAUSED);
    var events =
        java.util.stream.IntStream.range(0, 500).mapToObj(i -> event("a", null, "" + i)).toList();
    for (int i = 0; i < 10; i++) {
      rig.engine.acceptance().accept(ACME, events);
    }
    var calls = new AtomicInteger();
    rig.receiver =
        _ -> {
          calls.incrementAndGet();
          return answer(200);
        };

    change(webhook, WebhookState.ACTIVE);

    Eventually.holds(
        "it happens",
        Duration.ofSeconds(30),
        () -> rig.engine.deliveries().countsOf(ACME).delivered() == 5000);
    assertThat(calls).hasValue(5000);
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

  private EventId accept(String type) {
    return accepted(type).id();
  }

  private dev.belfry.engine.accept.Accepted accepted(String type) {
    return rig.engine.acceptance().accept(ACME, List.of(event(type, null, "{}"))).getFirst();
  }

  private int attemptsOf(EventId id) {
    return deliveriesOf(id).stream().mapToInt(Delivery::attemptCount).sum();
  }

  private List<Delivery> deliveriesOf(EventId id) {
    return rig.engine
        .deliveries()
        .list(new DeliveryQuery(ACME, null, id, null, null, null, null, 50))
        .deliveries();
  }

  private void awaitState(EventId id, DeliveryState state, long count) {
    Eventually.holds(
        "it happens",
        Duration.ofSeconds(60),
        () -> rig.engine.deliveries().countsOf(id).getOrDefault(state, 0L) == count);
  }
}
