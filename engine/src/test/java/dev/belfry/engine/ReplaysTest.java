package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.NOON;
import static dev.belfry.engine.EngineRig.answer;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.delivery.Origin;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.replay.Replay;
import dev.belfry.engine.replay.ReplayQuery;
import dev.belfry.engine.replay.ReplayStateForbids;
import dev.belfry.engine.replay.Selection;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplaysTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  private EngineRig rig;
  private final List<String> got = new CopyOnWriteArrayList<>();

  @BeforeEach
  void open() {
    rig = new EngineRig(folder);
    listen(200);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void listen(int status) {
    rig.receiver =
        request -> {
          got.add(new String(request.body(), StandardCharsets.UTF_8));
          return answer(status);
        };
  }

  @Test
  void when_dead_ones_are_replayed_then_their_events_go_out_once_under_new_ids() {
    var webhook = givenDead("a", 700);
    accept("a", 700, 5);
    Eventually.holds("delivered", SOON, () -> counts(webhook, DeliveryState.DELIVERED) == 5);
    var sums = rig.engine.deliveries().countsOf(webhook.id());
    got.clear();

    var replay = replay(webhook, selection(), null);
    awaitState(replay, Replay.State.DONE);

    Eventually.holds("all went out", SOON, () -> got.size() == 700);
    assertThat(got).doesNotHaveDuplicates().doesNotContain("700");
    assertThat(now(replay).found()).isEqualTo(700);
    assertThat(now(replay).made()).isEqualTo(700);
    Eventually.holds("settled", SOON, () -> counts(webhook, DeliveryState.DELIVERED) == 705);
    assertThat(counts(webhook, DeliveryState.DEAD)).isEqualTo(700);
    assertThat(rig.engine.deliveries().countsOf(webhook.id()).owed()).isEqualTo(sums.owed());
    assertThat(rig.engine.deliveries().countsOf(webhook.id()).delivered())
        .isEqualTo(sums.delivered());
  }

  @Test
  void when_dead_replays_are_replayed_then_each_event_is_still_sent_once() {
    var webhook = givenDead("a", 3);
    listen(410);
    awaitState(replay(webhook, selection(), null), Replay.State.DONE);
    Eventually.holds("dead again", SOON, () -> counts(webhook, DeliveryState.DEAD) == 6);
    resume(webhook);
    listen(200);
    got.clear();

    var again = replay(webhook, selection(), null);
    awaitState(again, Replay.State.DONE);

    Eventually.holds("all went out", SOON, () -> got.size() == 3);
    assertThat(now(again).made()).isEqualTo(3);
  }

  @Test
  void when_unmatched_events_are_asked_for_then_a_later_webhook_gets_what_it_would_be_owed() {
    accept("order.made", 0, 4);
    accept("invoice.paid", 4, 2);
    rig.engine.deliveries().test(rig.givenWebhook("nothing"), Actor.ADMIN);
    var late = rig.givenWebhook("order.*");
    accept("order.made", 6, 1);
    Eventually.holds("delivered", SOON, () -> counts(late, DeliveryState.DELIVERED) == 1);
    got.clear();

    var withOthers = new Selection(NOON, Instant.MAX, List.of(), Set.of(DeliveryState.DEAD), true);
    awaitState(replay(late, withOthers, null), Replay.State.DONE);
    Eventually.holds("all went out", SOON, () -> got.size() == 4);
    assertThat(got).containsExactlyInAnyOrder("0", "1", "2", "3");

    got.clear();
    var again = replay(late, withOthers, null);
    awaitState(again, Replay.State.DONE);
    assertThat(now(again).made()).as("now it has deliveries of them").isZero();
  }

  @Test
  void when_times_and_types_are_given_then_only_what_fits_is_taken() {
    var webhook = givenDead("a", 2);
    rig.clock.advance(Duration.ofHours(1));
    var from = rig.clock.instant();
    giveUpOn(webhook, "a", 10, 2);
    giveUpOn(webhook, "b.c", 20, 2);
    rig.clock.advance(Duration.ofHours(1));
    var until = rig.clock.instant();
    giveUpOn(webhook, "a", 30, 2);
    got.clear();

    var replay =
        replay(
            webhook,
            new Selection(
                from, until, List.of(new TypePattern("b.*")), Set.of(DeliveryState.DEAD), false),
            null);
    awaitState(replay, Replay.State.DONE);
    Eventually.holds("all went out", SOON, () -> got.size() == 2);

    assertThat(got).containsExactlyInAnyOrder("20", "21");
  }

  @Test
  void when_a_rate_is_given_then_so_many_are_made_in_a_second_and_a_restart_goes_on_with_it() {
    var webhook = givenDead("a", 20);
    got.clear();

    var replay = replay(webhook, selection(), 2.0);
    Eventually.holds("the first is made", SOON, () -> now(replay).made() == 1);
    for (int made = 2; made <= 10; made++) {
      var expected = made;
      rig.clock.advance(Duration.ofMillis(499));
      assertThat(now(replay).made()).isEqualTo(made - 1);
      rig.clock.advance(Duration.ofMillis(1));
      Eventually.holds("one more", SOON, () -> now(replay).made() == expected);
    }
    assertThat(now(replay).found()).isEqualTo(20);
    assertThat(now(replay).state()).isEqualTo(Replay.State.RUNNING);

    rig.close();
    rig = new EngineRig(folder, rig.clock);
    listen(200);
    Eventually.holds(
        "it is done",
        SOON,
        () -> {
          rig.clock.advance(Duration.ofMillis(100));
          return now(replay).state() == Replay.State.DONE;
        });

    Eventually.holds("settled", SOON, () -> counts(webhook, DeliveryState.DELIVERED) == 20);
    assertThat(now(replay).made()).isEqualTo(20);
  }

  @Test
  void when_it_is_cancelled_then_no_more_is_made_and_it_can_still_be_read() {
    var webhook = givenDead("a", 20);
    var replay = replay(webhook, selection(), 1.0);
    Eventually.holds("the first is made", SOON, () -> now(replay).made() == 1);

    var cancelled = rig.engine.replays().cancel(ACME, replay.id(), Actor.ADMIN);
    rig.clock.advance(Duration.ofMinutes(5));

    assertThat(cancelled.state()).isEqualTo(Replay.State.CANCELLED);
    Eventually.holds("it is quiet", SOON, () -> rig.engine.deliverer().isQuiet());
    assertThat(now(replay).made()).isEqualTo(1);
    assertThat(rig.engine.replays().cancel(ACME, replay.id(), Actor.ADMIN).state())
        .isEqualTo(Replay.State.CANCELLED);
    assertThat(
            rig.engine.replays().list(new ReplayQuery(ACME, webhook.id(), null, null, 5)).replays())
        .extracting(Replay::id)
        .containsExactly(replay.id());
  }

  @Test
  void when_slow_ones_are_cancelled_then_nothing_of_them_goes_on_waiting() {
    var webhook = givenDead("a", 2);
    var replays = IntStream.range(0, 60).mapToObj(_ -> replay(webhook, selection(), 0.01)).toList();
    Eventually.holds("they wait", SOON, () -> replays.stream().allMatch(r -> now(r).made() == 1));
    assertThat(rig.engine.replays().underWay()).isEqualTo(60);

    replays.forEach(replay -> rig.engine.replays().cancel(ACME, replay.id(), Actor.ADMIN));

    Eventually.holds("all are gone", SOON, () -> rig.engine.replays().underWay() == 0);
  }

  @Test
  void
      when_replays_ask_costly_filters_then_the_store_is_read_by_others_and_they_can_be_cancelled() {
    accept("heavy", 0, 500);
    var list = "[1,2,3,4,5,6,7,8,9,10]";
    var filter =
        "%1$s.all(a,%1$s.all(b,%1$s.all(c,%1$s.all(d,a+b+c+d>0)))) && false".formatted(list);
    var webhook =
        rig.engine
            .webhooks()
            .register(
                ACME,
                EngineRig.registration(new Wants(List.of(new TypePattern("heavy")), null, filter)),
                Actor.ADMIN);
    var selection = new Selection(NOON, Instant.MAX, List.of(), Set.of(), true);
    var replays = IntStream.range(0, 30).mapToObj(_ -> replay(webhook, selection, null)).toList();

    var slowest = 0L;
    for (int i = 0; i < 50; i++) {
      var began = System.nanoTime();
      assertThat(rig.engine.events().find(ACME, new EventId(1))).isEmpty();
      slowest = Math.max(slowest, System.nanoTime() - began);
    }
    assertThat(slowest).isLessThan(Duration.ofSeconds(10).toNanos());
    assertThat(replays).allMatch(replay -> now(replay).state() == Replay.State.RUNNING);

    replays.forEach(replay -> rig.engine.replays().cancel(ACME, replay.id(), Actor.ADMIN));
    Eventually.holds("all are gone", SOON, () -> rig.engine.replays().underWay() == 0);
    assertThat(replays).allMatch(replay -> now(replay).found() == 0);
  }

  @Test
  void when_its_webhook_takes_nothing_then_there_is_no_replay() {
    var webhook = givenDead("a", 5);
    var replay = replay(webhook, selection(), 1.0);
    Eventually.holds("the first is made", SOON, () -> now(replay).made() == 1);

    rig.engine.webhooks().delete(ACME, webhook.id(), OptionalLong.empty(), Actor.ADMIN);
    rig.clock.advance(Duration.ofSeconds(5));
    awaitState(replay, Replay.State.CANCELLED);

    var disabled = rig.givenWebhook("b");
    change(disabled, WebhookState.DISABLED);
    assertThatThrownBy(() -> replay(disabled, selection(), null))
        .isInstanceOf(ReplayStateForbids.class);
  }

  /** A webhook with as many dead deliveries; it is active again. */
  private Webhook givenDead(String type, int count) {
    var webhook = rig.givenWebhook(type, "b.*");
    giveUpOn(webhook, type, 0, count);
    return webhook;
  }

  private void giveUpOn(Webhook webhook, String type, int from, int count) {
    var before = counts(webhook, DeliveryState.DEAD);
    change(webhook, WebhookState.PAUSED);
    accept(type, from, count);
    change(webhook, WebhookState.DISABLED);
    Eventually.holds(
        "they are dead", SOON, () -> counts(webhook, DeliveryState.DEAD) == before + count);
    resume(webhook);
  }

  private void resume(Webhook webhook) {
    change(webhook, WebhookState.ACTIVE);
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

  private static Selection selection() {
    return new Selection(NOON, Instant.MAX, List.of(), Set.of(DeliveryState.DEAD), false);
  }

  private Replay replay(Webhook webhook, Selection selection, @Nullable Double rate) {
    return rig.engine.replays().create(ACME, webhook.id(), selection, rate, Actor.ADMIN);
  }

  private Replay now(Replay replay) {
    return rig.engine.replays().find(ACME, replay.id()).orElseThrow();
  }

  private void awaitState(Replay replay, Replay.State state) {
    Eventually.holds("it is " + state, SOON, () -> now(replay).state() == state);
  }

  private void accept(String type, int from, int count) {
    for (int at = from; at < from + count; at += 500) {
      rig.engine
          .acceptance()
          .accept(
              ACME,
              IntStream.range(at, Math.min(from + count, at + 500))
                  .mapToObj(i -> event(type, null, "" + i))
                  .toList());
    }
  }

  /** Replays among them. */
  private long counts(Webhook webhook, DeliveryState state) {
    var count = 0L;
    var query = new DeliveryQuery(ACME, webhook.id(), null, state, null, null, null, 5000);
    for (Delivery delivery : rig.engine.deliveries().list(query).deliveries()) {
      count += delivery.origin() == Origin.TEST ? 0 : 1;
    }
    return count;
  }
}
