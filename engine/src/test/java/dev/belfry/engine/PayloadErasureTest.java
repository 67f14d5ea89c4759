package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.delivery.DeliveryStateForbids;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.record.About;
import dev.belfry.engine.record.Entry;
import dev.belfry.engine.record.Shelf;
import dev.belfry.engine.replay.Replay;
import dev.belfry.engine.replay.Selection;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PayloadErasureTest extends RigTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String SECRET = "canary-4711-of-a-person";

  private static final String SECRET_JSON = '"' + SECRET + '"';

  private final AtomicInteger calls = new AtomicInteger();

  @BeforeEach
  void listen() {
    answer(503);
  }

  /** The receiver repeats what it got. */
  private void answer(int status) {
    rig.receiver =
        request -> {
          calls.incrementAndGet();
          return new Answer.Answered(
              status, List.of(new Header("x-echo", SECRET)), request.body(), false);
        };
  }

  @Test
  void when_a_payload_is_erased_then_no_file_has_it_and_the_record_stays() throws Exception {
    rig.givenWebhook("*");
    for (int i = 0; i < 30; i++) {
      accept("\"other" + i + "\"");
    }
    var large = accept("\"" + SECRET + "x".repeat(50_000) + SECRET + "\"");
    var small = accept("\"" + SECRET + "\"");
    Eventually.holds("attempted", SOON, () -> rig.engine.deliverer().isQuiet());
    assertThat(StoreFiles.with(folder, SECRET)).isNotEmpty();

    assertThat(rig.engine.erasePayload(ACME, large, Actor.ADMIN)).isTrue();
    assertThat(rig.engine.erasePayload(ACME, small, Actor.ADMIN)).isTrue();

    assertThat(attemptsOf(small)).isEqualTo(1);
    assertThat(delivery(small).state()).isEqualTo(DeliveryState.CANCELLED);
    assertThat(delivery(small).reason()).isEqualTo("erased");
    var found = rig.engine.events().find(ACME, small).orElseThrow();
    assertThat(found.isErased()).isTrue();
    assertThat(found.type()).isEqualTo("a");

    rig.close();
    long others =
        with(database ->
            database.read(tx ->
                tx.find(
                        "select count(*) from attempt where headers is not null",
                        row -> row.number(1))
                    .orElseThrow()));
    assertThat(others).isEqualTo(30);
    List<String> damaged = with(database -> database.verify(List.of(EventStore.check())));
    assertThat(damaged).isEmpty();
  }

  @Test
  void when_it_is_erased_then_neither_database_nor_log_contains_it_while_the_program_runs()
      throws Exception {
    rig.receiver = _ -> EngineRig.answer(503);
    rig.givenWebhook("*");
    var id = accept("\"" + SECRET + "x".repeat(9_000) + SECRET + "\"");
    for (int i = 0; i < 200; i++) {
      accept("\"other" + i + "\"");
    }
    Eventually.holds("attempted", SOON, () -> rig.engine.deliverer().isQuiet());
    assertThat(StoreFiles.with(folder, SECRET)).isNotEmpty();

    rig.engine.erasePayload(ACME, id, Actor.ADMIN);

    Eventually.holds(
        "no file has it", Duration.ofSeconds(60), () -> StoreFiles.with(folder, SECRET).isEmpty());
  }

  @Test
  void when_an_attempt_is_under_way_then_what_it_brings_is_not_kept() throws Exception {
    var asked = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    rig.receiver =
        request -> {
          asked.countDown();
          awaitQuietly(goOn);
          return new Answer.Answered(
              503, List.of(new Header("x-echo", SECRET)), request.body(), false);
        };
    rig.givenWebhook("*");
    var id = accept("\"" + SECRET + "\"");
    asked.await();

    rig.engine.erasePayload(ACME, id, Actor.ADMIN);
    goOn.countDown();

    Eventually.holds("it is recorded", SOON, () -> attemptsOf(id) == 1);
    var attempt = rig.engine.deliveries().attempts(delivery(id).id()).getFirst();
    assertThat(attempt.status()).isEqualTo(503);
    assertThat(attempt.headers()).isEmpty();
    assertThat(attempt.body()).isEmpty();
    assertThat(delivery(id).state()).isEqualTo(DeliveryState.CANCELLED);
  }

  @Test
  void when_it_is_erased_then_nothing_sends_it_again() {
    var webhook = rig.givenWebhook("*");
    rig.receiver = _ -> EngineRig.answer(410);
    var id = accept("{}");
    Eventually.holds("it is dead", SOON, () -> delivery(id).state() == DeliveryState.DEAD);
    rig.engine.erasePayload(ACME, id, Actor.ADMIN);
    Eventually.holds(
        "it is disabled",
        SOON,
        () ->
            rig.engine.webhooks().find(ACME, webhook.id()).orElseThrow().state()
                == WebhookState.DISABLED);
    rig.engine
        .webhooks()
        .change(
            ACME,
            webhook.id(),
            OptionalLong.empty(),
            old -> old.in(WebhookState.ACTIVE, null),
            Actor.ADMIN);
    answer(200);

    assertThatThrownBy(() -> rig.engine.deliveries().retry(ACME, delivery(id).id(), Actor.ADMIN))
        .isInstanceOf(DeliveryStateForbids.class);
    var replay =
        rig.engine
            .replays()
            .create(
                ACME,
                webhook.id(),
                new Selection(
                    EngineRig.NOON, Instant.MAX, List.of(), Set.of(DeliveryState.DEAD), true),
                null,
                Actor.ADMIN);
    Eventually.holds(
        "it is done",
        SOON,
        () ->
            rig.engine.replays().find(ACME, replay.id()).orElseThrow().state()
                == Replay.State.DONE);

    assertThat(rig.engine.replays().find(ACME, replay.id()).orElseThrow().made()).isZero();
    assertThat(calls).hasValue(0);
  }

  @Test
  void when_its_deliveries_are_still_being_made_then_the_rest_of_them_never_has_it() {
    for (int i = 0; i < 500; i++) {
      rig.givenWebhook("*");
    }
    rig.receiver = _ -> EngineRig.answer(200);
    EventId last;
    long listed;
    int rounds = 0;
    do { // again if they were made before it was erased
      var data = IntStream.range(0, 60).mapToObj(i -> event("a", null, i < 59 ? "1" : SECRET_JSON));
      last = rig.engine.acceptance().accept(ACME, data.toList()).getLast().id();
      rig.engine.erasePayload(ACME, last, Actor.ADMIN);
      listed = listed(last);
    } while (++rounds < 5 && listed == 0);

    assertThat(listed).as("its list waits for its turn").isPositive();
    Eventually.holds(
        "all are settled",
        Duration.ofSeconds(60),
        () -> rig.engine.deliveries().countsOf(ACME).pending() == 0);
    var counts = rig.engine.deliveries().countsOf(ACME);
    assertThat(counts.cancelled()).isGreaterThanOrEqualTo(listed);
    assertThat(counts.delivered() + counts.cancelled()).isEqualTo(rounds * 60L * 500);
    assertThat(delivery(last).reason()).isEqualTo("erased");
  }

  private long listed(EventId event) {
    return rig.database.read(tx ->
        tx.find(
                "select coalesce(sum(length(webhooks) / 8), 0) from fan_out where event = ?",
                row -> row.number(1),
                event.value())
            .orElseThrow());
  }

  @Test
  void when_a_dialect_kept_something_of_it_then_that_is_erased_too() throws Exception {
    var id = accept("{}");
    var shelf = new Shelf(ACME, "belfry", "seen");
    rig.engine.records().change(shelf, "of it", About.event(id), _ -> SECRET);
    rig.engine.records().change(shelf, "another", _ -> "stays");
    assertThat(StoreFiles.with(folder, SECRET)).isNotEmpty();

    rig.engine.erasePayload(ACME, id, Actor.ADMIN);

    assertThat(rig.engine.records().list(shelf, "", 9))
        .extracting(Entry::key)
        .containsOnly("another");
    Eventually.holds(
        "no file has it", Duration.ofSeconds(60), () -> StoreFiles.with(folder, SECRET).isEmpty());
  }

  @Test
  void when_it_is_anothers_or_nobodys_then_nothing_is_erased() {
    var id = accept("{}");

    assertThat(rig.engine.erasePayload(ACME, new EventId(5), Actor.ADMIN)).isFalse();
    rig.engine
        .tenants()
        .create(new TenantId("other"), "", dev.belfry.engine.tenant.Limits.NONE, Actor.ADMIN);
    assertThat(rig.engine.erasePayload(new TenantId("other"), id, Actor.ADMIN)).isFalse();
    assertThat(rig.engine.events().find(ACME, id).orElseThrow().isErased()).isFalse();
  }

  @Test
  void when_its_producer_repeats_it_then_it_is_still_the_same_event() {
    var first = rig.engine.acceptance().accept(ACME, List.of(event("a", "one", "{}"))).getFirst();
    rig.engine.erasePayload(ACME, first.id(), Actor.ADMIN);

    var again = rig.engine.acceptance().accept(ACME, List.of(event("a", "one", "{}"))).getFirst();

    assertThat(again.duplicate()).isTrue();
    assertThat(again.id()).isEqualTo(first.id());
  }

  private EventId accept(String data) {
    return rig.engine.acceptance().accept(ACME, List.of(event("a", null, data))).getFirst().id();
  }

  private Delivery delivery(EventId event) {
    return rig.engine
        .deliveries()
        .list(new DeliveryQuery(ACME, null, event, null, null, null, null, 5))
        .deliveries()
        .getFirst();
  }

  private int attemptsOf(EventId event) {
    return delivery(event).attemptCount();
  }

  private <T> T with(java.util.function.Function<SqliteDatabase, T> use) {
    try (var database = SqliteDatabase.open(folder, SqliteSettings.DEFAULTS)) {
      return use.apply(database);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
