package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.tally.Latencies;
import dev.belfry.engine.tally.Window;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatisticsTest {

  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void when_events_are_delivered_then_all_figures_tell_of_it(@TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      var good = rig.givenWebhook("order.*");
      var bad = rig.givenWebhook("order.bad");
      rig.receiver = _ -> EngineRig.answer(200);
      accept(rig, "order.good", 3);
      awaitDelivered(rig, 3);
      rig.receiver = _ -> EngineRig.answer(500);
      accept(rig, "order.bad", 2);
      Eventually.passes(
          LIMIT,
          () ->
              assertThat(rig.engine.statistics(ACME, Window.HOUR).recent().attempts())
                  .isEqualTo(7));

      var statistics = rig.engine.statistics(ACME, Window.HOUR);

      assertThat(statistics.recent().accepted()).isEqualTo(5);
      assertThat(statistics.recent().owed()).isEqualTo(7);
      assertThat(statistics.recent().delivered()).isEqualTo(3);
      assertThat(statistics.totals().pending()).isEqualTo(4);
      assertThat(statistics.recent().latencies().quantile(0.5)).isNotNull();
      assertThat(statistics.webhooks())
          .extracting(Statistics.OfWebhook::id)
          .containsExactly(bad.id(), good.id());
      var ofGood = statistics.webhooks().getLast();
      assertThat(ofGood.recent().owed()).isEqualTo(5);
      assertThat(ofGood.recent().delivered()).isEqualTo(3);
      assertThat(ofGood.standing().counts().pending()).isEqualTo(2);
      assertThat(statistics.webhooks().getFirst().recent().attempts()).isEqualTo(2);
      assertThat(statistics.oldestDue()).isEqualTo(Duration.ZERO);
    }
  }

  @Test
  void when_time_passes_then_windows_forget_and_totals_do_not(@TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      rig.givenWebhook("*");
      accept(rig, "a", 4);
      awaitDelivered(rig, 4);

      for (var step : List.of(Duration.ofMinutes(59), Duration.ofMinutes(3))) {
        rig.clock.advance(step);
      }
      assertThat(rig.engine.statistics(ACME, Window.HOUR).recent().accepted()).isZero();
      assertThat(rig.engine.statistics(ACME, Window.DAY).recent().accepted()).isEqualTo(4);
      rig.clock.advance(Duration.ofHours(24));
      assertThat(rig.engine.statistics(ACME, Window.DAY).recent().delivered()).isZero();
      assertThat(rig.engine.statistics(ACME, Window.WEEK).recent().delivered()).isEqualTo(4);
      rig.clock.advance(Duration.ofDays(7));
      var statistics = rig.engine.statistics(ACME, Window.WEEK);
      assertThat(statistics.recent().delivered()).isZero();
      assertThat(statistics.recent().latencies().quantile(0.5)).isNull();
      assertThat(statistics.totals().delivered()).isEqualTo(4);
    }
  }

  @Test
  void when_something_is_late_then_the_steps_remember_how_late_it_was(@TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      var webhook = rig.givenWebhook("*");
      rig.engine
          .webhooks()
          .change(
              ACME,
              webhook.id(),
              OptionalLong.empty(),
              old -> old.in(WebhookState.PAUSED, null),
              Actor.ADMIN);
      accept(rig, "a", 1);
      rig.clock.advance(Duration.ofMinutes(7));

      Eventually.passes(
          LIMIT,
          () ->
              assertThat(rig.engine.oldestDue(ACME))
                  .isEqualTo(rig.engine.oldestDue(null))
                  .isEqualTo(Duration.ofMinutes(7)));

      var late = rig.engine.steps(ACME, null, Window.HOUR).getLast().figures().oldestDue();
      assertThat(late).isEqualTo(Duration.ofMinutes(7));
      assertThat(rig.engine.steps(null, null, Window.WEEK).getLast().figures().oldestDue())
          .isEqualTo(Duration.ofMinutes(7));
    }
  }

  @Test
  void when_it_is_started_again_then_the_figures_are_still_there(@TempDir Path folder) {
    var clock = new SettableClock(EngineRig.NOON);
    try (var rig = new EngineRig(folder, clock)) {
      rig.givenWebhook("*");
      accept(rig, "a", 5);
      awaitDelivered(rig, 5);
    }
    clock.advance(Duration.ofMinutes(10));

    try (var rig = new EngineRig(folder, clock)) {
      accept(rig, "a", 2);
      awaitDelivered(rig, 7);
      for (var window : Window.values()) {
        var recent = rig.engine.statistics(ACME, window).recent();
        assertThat(recent.accepted()).isEqualTo(7);
        assertThat(recent.delivered()).isEqualTo(7);
        assertThat(recent.latencies().quantile(0.99)).isNotNull();
      }
      assertThat(
              rig.engine.statistics(ACME, Window.HOUR).webhooks().getFirst().recent().delivered())
          .isEqualTo(7);
    }
  }

  @Test
  void when_latencies_are_asked_for_a_quantile_then_it_is_right_to_a_few_percent() {
    var random = new Random(3);
    var all = new double[20_000];
    var latencies = new Latencies();
    for (int i = 0; i < all.length; i++) {
      all[i] = Math.exp(random.nextDouble() * 12);
      latencies.add(Duration.ofNanos(Math.round(all[i] * 1e6)));
    }
    Arrays.sort(all);

    for (var share : new double[] {0.01, 0.5, 0.95, 0.99, 1}) {
      var exact = all[(int) Math.ceil(share * all.length) - 1];
      assertThat(latencies.quantile(share)).isBetween(exact * 0.9 - 0.2, exact * 1.1 + 0.2);
    }
  }

  /** Read from sums: a million deliveries cost no more than ten. */
  @Test
  void when_there_are_very_many_deliveries_then_figures_come_as_fast(@TempDir Path folder) {
    var count = Boolean.getBoolean("belfry.long") ? 1_000_000 : 100_000;
    try (var rig = new EngineRig(folder)) {
      var webhook = rig.givenWebhook("*");
      rig.engine
          .webhooks()
          .change(
              ACME,
              webhook.id(),
              OptionalLong.empty(),
              old -> old.in(WebhookState.PAUSED, null),
              Actor.ADMIN);
      for (int i = 0; i < 999; i++) {
        rig.givenWebhook("a" + i);
      }
      rig.database.write(tx -> {
        tx.update(
            """
            insert into delivery
                   (id, tenant, event, webhook, origin, state, attempts, step, due_at, created_at)
            with recursive n (i) as (select 1 union all select i + 1 from n where i < ?)
            select i, 1, 1, ?, 0, case when i % 2 = 0 then 0 else 1 end, 1, 1,
                   case when i % 2 = 0 then ? end, ?
              from n
            """,
            count, webhook.id().value(), EngineRig.NOON.minusSeconds(60), EngineRig.NOON);
        return tx.update(
            "update webhook_count set owed = ?, delivered = ? where webhook = ?",
            count,
            count / 2,
            webhook.id().value());
      });
      var best = Long.MAX_VALUE;
      for (int i = 0; i < 5; i++) {
        var began = System.nanoTime();
        var statistics = rig.engine.statistics(ACME, Window.WEEK);
        best = Math.min(best, System.nanoTime() - began);
        assertThat(statistics.oldestDue()).isEqualTo(Duration.ofSeconds(60));
        assertThat(statistics.webhooks()).hasSize(1000);
      }

      System.out.printf(
          "figures of 1,000 webhooks and %d deliveries: %.1f ms%n", count, best / 1e6);
      assertThat(best).isLessThan(Duration.ofSeconds(2).toNanos());
    }
  }

  private static void accept(EngineRig rig, String type, int count) {
    for (int i = 0; i < count; i++) {
      rig.engine.acceptance().accept(ACME, List.of(EngineRig.event(type, null, "{}")));
    }
  }

  private static void awaitDelivered(EngineRig rig, int count) {
    Eventually.passes(
        LIMIT,
        () -> assertThat(rig.engine.deliveries().countsOf(ACME).delivered()).isEqualTo(count));
  }
}
