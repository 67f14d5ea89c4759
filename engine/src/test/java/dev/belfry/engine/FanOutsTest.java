package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
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
    }
    try (var rig = new EngineRig(folder)) {
      Eventually.holds(
          "all are delivered",
          Duration.ofSeconds(60),
          () -> rig.engine.deliveries().countsOf(ACME).delivered() == (long) EVENTS * WEBHOOKS);
      assertThat(parts(rig)).isZero();
      assertThat(rig.engine.deliveries().countsOf(ACME).owed()).isEqualTo((long) EVENTS * WEBHOOKS);
    }
  }

  private static long parts(EngineRig rig) {
    return rig.database.read(
        tx -> tx.find("select count(*) from fan_out", row -> row.number(1)).orElseThrow());
  }
}
