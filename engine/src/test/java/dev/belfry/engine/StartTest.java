package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.id.Id;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T19 in short: no read at a start grows with what is owed or registered. */
class StartTest {

  private static final boolean LONG = Boolean.getBoolean("belfry.long");

  /** A read that takes longer is cut off, and the start with it. */
  private static final SqliteSettings HURRIED =
      SqliteSettings.DEFAULTS.withReading(
          new SqliteSettings.Reading(
              3, Duration.ofSeconds(5), Duration.ofSeconds(LONG ? 1 : 10), 4 * 1024));

  @TempDir Path folder;

  @Test
  void when_very_many_webhooks_are_owed_something_then_it_starts_with_short_reads() {
    startsAndSends(LONG ? 100_000 : 10_000, 3);
  }

  /** T19. */
  @Test
  void when_very_much_is_pending_then_it_starts_within_3_s_and_sends_within_1_s_more() {
    var took = startsAndSends(1_000, LONG ? 1_000 : 100);

    assertThat(took).isLessThan(Duration.ofSeconds(LONG ? 4 : 40));
  }

  /** How long until the first deliveries were made. */
  private Duration startsAndSends(int webhooks, int each) {
    givenWebhooksAndBacklog(webhooks, each);

    var clock = new SettableClock(EngineRig.NOON.plusSeconds(60));
    var began = System.nanoTime();
    try (var rig = new EngineRig(folder, clock, HURRIED)) {
      assertThat(rig.engine.webhooks().list(ACME, _ -> true, null, Integer.MAX_VALUE))
          .hasSize(webhooks);
      Eventually.holds(
          "it sends",
          Duration.ofSeconds(60),
          () -> rig.engine.deliveries().countsOf(ACME).delivered() > 100);
      return Duration.ofNanos(System.nanoTime() - began);
    }
  }

  /** One real webhook and event, and as many copies as wanted. */
  private void givenWebhooksAndBacklog(int webhooks, int each) {
    long webhook;
    try (var rig = new EngineRig(folder)) {
      webhook = rig.givenWebhook("nothing").id().value();
      rig.engine.acceptance().accept(ACME, java.util.List.of(EngineRig.event("a", null, "{}")));
    }
    try (var database = SqliteDatabase.open(folder, SqliteSettings.DEFAULTS)) {
      database.write(tx -> {
        tx.update(
            """
            insert into webhook (id, tenant, dialect, state, sealed, created_at, updated_at, version)
            with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
            select id + i * ?, tenant, dialect, state, sealed, created_at, updated_at, version
              from webhook, n where id = ?
            """,
            webhooks - 1,
            Id.STRIDE,
            webhook);
        tx.update("insert or ignore into webhook_count (webhook) select id from webhook");
        tx.update(
            """
            insert into delivery
                   (id, tenant, event, webhook, origin, state, attempts, step, due_at, created_at)
            with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
            select e.id + (w.id - ?) * ? + i * ?, e.tenant, e.id, w.id, 0, 0, 0, 0,
                   e.accepted_at, e.accepted_at
              from webhook w, event e, n
            """,
            each,
            webhook,
            each + 1,
            Id.STRIDE);
        return tx.update("update tenant_count set owed = ?", (long) webhooks * each);
      });
    }
  }
}
