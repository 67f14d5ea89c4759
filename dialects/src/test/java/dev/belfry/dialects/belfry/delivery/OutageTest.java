package dev.belfry.dialects.belfry.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.rig.Ground;
import dev.belfry.engine.Engine;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.Attempt;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.egress.Sender;
import dev.belfry.engine.egress.TlsChoice;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Retry;
import dev.belfry.engine.webhook.Secret;
import dev.belfry.engine.webhook.Target;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.SettableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T14: an outage of three days in virtual time; 10,000 webhooks in the long form. */
class OutageTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final int WEBHOOKS = Boolean.getBoolean("belfry.long") ? 10_000 : 100;
  private static final int EVENTS = 10;

  /** How far the clock is turned past a due time; attempts may be late by as much. */
  private static final Duration LATE = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final SettableClock clock = new SettableClock(NOON);
  private volatile Set<String> mended = Set.of();
  private Instant mendedAt = Instant.MAX;

  @Test
  void when_all_receivers_are_down_for_three_days_then_each_delivery_keeps_to_its_schedule() {
    try (var ground = Ground.open(folder, new Receivers(), clock, BelfryProtocol.of("test"))) {
      var engine = ground.engine();
      var database = ground.database();
      engine.tenants().create(ACME, "", Limits.NONE, Actor.ADMIN);
      var webhooks =
          IntStream.range(0, WEBHOOKS).mapToObj(number -> register(engine, number)).toList();
      for (int i = 0; i < EVENTS; i++) {
        engine.acceptance().accept(ACME, List.of(event(i)));
      }

      settle(database, engine);
      while (clock.instant().isBefore(NOON.plus(Duration.ofDays(3)))) {
        turnToNextDue(database);
        settle(database, engine);
      }
      mendedAt = clock.instant();
      mended = evenPaths();
      while (turnToNextDue(database)) {
        settle(database, engine);
      }

      assertThat(engine.deliveries().countsOf(ACME).pending()).isZero();
      for (int number = 0; number < WEBHOOKS; number += 7) {
        assertKeptToSchedule(engine, webhooks.get(number), number % 2 == 0);
      }
      var counts = engine.deliveries().countsOf(ACME);
      assertThat(counts.owed()).isEqualTo((long) WEBHOOKS * EVENTS);
      assertThat(counts.delivered() + counts.dead()).isEqualTo(counts.owed());
      assertThat(counts.delivered()).isBetween(counts.owed() / 4, counts.owed() / 2);
    }
  }

  private void assertKeptToSchedule(Engine engine, WebhookId webhook, boolean isMended) {
    var page =
        engine
            .deliveries()
            .list(new DeliveryQuery(ACME, webhook, null, null, null, null, null, 100));
    assertThat(page.deliveries()).hasSize(EVENTS);
    for (var delivery : page.deliveries()) {
      var attempts = engine.deliveries().attempts(delivery.id());
      assertThat(attempts).hasSize(delivery.attemptCount());
      assertEnd(delivery, attempts.getLast().at(), isMended);
      assertWaits(delivery, attempts);
    }
  }

  /** With jitter some of the tenth attempts come before the receivers are mended. */
  private void assertEnd(Delivery delivery, Instant lastAttempt, boolean isMended) {
    if (isMended && lastAttempt.isAfter(mendedAt)) {
      assertThat(delivery.state()).isEqualTo(DeliveryState.DELIVERED);
      assertThat(delivery.attemptCount()).isBetween(2, 10);
    } else {
      assertThat(delivery.state()).isEqualTo(DeliveryState.DEAD);
      assertThat(delivery.attemptCount()).as("attempts").isEqualTo(10);
    }
  }

  private static void assertWaits(Delivery delivery, List<Attempt> attempts) {
    var schedule = Retry.USUAL.schedule();
    for (int i = 1; i < attempts.size(); i++) {
      var wait = Duration.between(attempts.get(i - 1).at(), attempts.get(i).at());
      var planned = schedule.get(i - 1).toMillis();
      assertThat(wait.toMillis())
          .as("wait %d of %s", i, delivery.id())
          .isBetween((long) (planned * 0.8), (long) (planned * 1.2) + LATE.toMillis());
    }
  }

  /** Waits until nothing that is due is left undone. */
  private void settle(SqliteDatabase database, Engine engine) {
    Eventually.holds(
        "all that is due was attempted",
        Duration.ofMinutes(2),
        () -> engine.deliverer().isQuiet() && nothingIsDue(database));
  }

  private boolean nothingIsDue(SqliteDatabase database) {
    var now = clock.instant();
    return database
        .read(tx ->
            tx.find(
                "select 1 from delivery where state = 0 and due_at <= ? limit 1",
                row -> row.number(1),
                now))
        .isEmpty();
  }

  /** False when nothing is pending any more. */
  private boolean turnToNextDue(SqliteDatabase database) {
    var next =
        database.read(tx ->
            tx.find(
                "select min(due_at) from delivery where state = 0",
                row -> row.numberOrNull(1) == null ? 0L : row.number(1)));
    if (next.orElse(0L) == 0) {
      return false;
    }
    var due = Instant.ofEpochMilli(next.orElseThrow());
    var step = Duration.between(NOON, due).dividedBy(200);
    clock.set(due.plus(step.compareTo(LATE) > 0 ? LATE : step));
    return true;
  }

  private static WebhookId register(Engine engine, int number) {
    var secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    return engine
        .webhooks()
        .register(
            ACME,
            new Registration(
                "belfry",
                null,
                "",
                "",
                Map.of(),
                Wants.EVERYTHING,
                new Target(
                    URI.create("https://receiver.example/" + number),
                    Map.of(),
                    null,
                    TlsChoice.USUAL,
                    Duration.ofSeconds(20)),
                false,
                List.of("v1"),
                List.of(new Secret(secret, null)),
                Retry.USUAL,
                Pace.USUAL,
                WebhookState.ACTIVE,
                null,
                "{}"),
            Actor.ADMIN)
        .id();
  }

  private static NewEvent event(int number) {
    return new NewEvent(
        Attributes.ofType("order.made"),
        Data.json(("{\"number\":" + number + "}").getBytes(StandardCharsets.UTF_8)));
  }

  private static Set<String> evenPaths() {
    var paths = new ArrayList<String>();
    for (int number = 0; number < WEBHOOKS; number += 2) {
      paths.add("/" + number);
    }
    return new HashSet<>(paths);
  }

  /** Answers 503 until mended. */
  private final class Receivers implements Sender {
    @Override
    public Answer send(OutgoingRequest request) {
      var status = mended.contains(request.url().getPath()) ? 200 : 503;
      return new Answer.Answered(status, List.of(), new byte[0], false);
    }

    @Override
    public void close() {}
  }
}
