package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.SumsCheck;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FanOutsTest {

  private static final int WEBHOOKS = 500;
  private static final int EVENTS = 60;

  @TempDir Path folder;

  @Test
  void when_a_batch_owes_very_much_then_it_is_made_in_steps_that_a_restart_takes_up() {
    long left;
    try (var rig = new EngineRig(folder)) {
      for (int i = 0; i < WEBHOOKS; i++) {
        rig.givenWebhook("*");
      }

      var accepted =
          rig.engine
              .acceptance()
              .accept(
                  ACME,
                  IntStream.range(0, EVENTS).mapToObj(i -> event("a", null, "" + i)).toList());

      left = parts(rig);
      assertThat(accepted).hasSize(EVENTS).allMatch(one -> one.deliveries() == WEBHOOKS);
      assertThat(left).as("lists after the one transaction that was answered").isPositive();
      assertThat(parts(rig)).isLessThanOrEqualTo(left);
      assertThat(rig.engine.deliveries().countsOf(ACME).owed())
          .as("what is listed is owed")
          .isEqualTo((long) EVENTS * WEBHOOKS);
      assertThat(rig.database.verify(List.of(SumsCheck.check()))).isEmpty();
    }
    try (var rig = new EngineRig(folder)) {
      Eventually.holds(
          "all are delivered",
          Duration.ofSeconds(60),
          () -> rig.engine.deliveries().countsOf(ACME).delivered() == (long) EVENTS * WEBHOOKS);
      assertThat(parts(rig)).isZero();
      assertThat(rig.engine.deliveries().countsOf(ACME).owed()).isEqualTo((long) EVENTS * WEBHOOKS);
      assertThat(rig.database.verify(List.of(SumsCheck.check()))).isEmpty();
    }
  }

  @Test
  void when_lists_are_still_to_be_made_then_they_count_for_the_tenants_limit() {
    try (var rig = new EngineRig(folder)) {
      rig.receiver = _ -> EngineRig.answer(500);
      for (int i = 0; i < 2 * WEBHOOKS + 1; i++) {
        rig.givenWebhook("*");
      }
      var limit = 2L * (2 * WEBHOOKS + 1);
      rig.engine
          .tenants()
          .change(
              ACME,
              OptionalLong.empty(),
              old ->
                  new Tenant(
                      ACME,
                      old.name(),
                      new Limits(null, null, limit),
                      false,
                      old.createdAt(),
                      old.version()),
              Actor.ADMIN);

      rig.engine.acceptance().accept(ACME, List.of(event("a", null, "1"), event("a", null, "2")));

      assertThatThrownBy(() -> rig.engine.acceptance().accept(ACME, List.of(event("a", null, "3"))))
          .isInstanceOf(OverLimit.class);
      assertThat(rig.engine.deliveries().countsOf(ACME).pending()).isEqualTo(limit);
    }
  }

  private static long parts(EngineRig rig) {
    return rig.database.read(
        tx -> tx.find("select count(*) from fan_out", row -> row.number(1)).orElseThrow());
  }
}
