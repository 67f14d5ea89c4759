package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.store.StoreFull;
import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T07 with a limit on the database instead of the disk, which needs no mount. */
class FullDiskTest {

  @TempDir Path folder;

  @Test
  void when_the_store_is_full_then_nothing_new_is_accepted_and_nothing_accepted_is_lost() {
    try (var rig = new EngineRig(folder)) {
      rig.givenWebhook("*");
      rig.receiver = _ -> answer(503);
      limitPages(rig, 400);

      int accepted = 0;
      boolean full = false;
      while (!full) {
        try {
          rig.engine
              .acceptance()
              .accept(ACME, List.of(event("a", null, "\"" + "x".repeat(20_000) + "\"")));
          accepted++;
        } catch (StoreFull _) {
          full = true;
        }
        assertThat(accepted).isLessThan(1000);
      }
      limitPages(rig, 1_000_000);
      Eventually.holds(
          "acceptance comes back by itself",
          Duration.ofSeconds(60),
          () -> {
            try {
              rig.engine.acceptance().accept(ACME, List.of(event("a", null, "{}")));
              return true;
            } catch (StoreFull _) {
              return false;
            }
          });
      rig.receiver = _ -> answer(200);
      rig.clock.advance(Duration.ofSeconds(5));

      var owed = accepted + 1L;
      Eventually.holds(
          "all is delivered",
          Duration.ofSeconds(60),
          () -> rig.engine.deliveries().countsOf(ACME).delivered() == owed);
      assertThat(rig.engine.deliveries().countsOf(ACME).owed()).isEqualTo(owed);
    }
  }

  private static void limitPages(EngineRig rig, int pages) {
    rig.database.write(tx -> tx.find("pragma max_page_count = " + pages, row -> row.number(1)));
  }
}
