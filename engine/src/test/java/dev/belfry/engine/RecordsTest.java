package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.record.Entry;
import dev.belfry.engine.record.Shelf;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {

  private static final Shelf RUNS = new Shelf(ACME, "apify", "run");

  @TempDir Path folder;

  @Test
  void when_a_thing_is_kept_then_it_is_there_after_a_restart_and_in_the_order_of_keys() {
    try (var rig = new EngineRig(folder)) {
      rig.engine.records().change(RUNS, "b", _ -> "2");
      rig.engine.records().change(RUNS, "a", _ -> "1");
      rig.engine.records().change(RUNS, "b", before -> before + "!");
      rig.engine.records().change(new Shelf(ACME, "apify", "other"), "c", _ -> "3");
    }

    try (var rig = new EngineRig(folder)) {
      assertThat(rig.engine.records().list(RUNS, "", 10))
          .extracting(Entry::key, Entry::value)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("a", "1"),
              org.assertj.core.groups.Tuple.tuple("b", "2!"));
    }
  }

  @Test
  void when_a_thing_is_removed_then_it_is_gone() {
    try (var rig = new EngineRig(folder)) {
      rig.engine.records().change(RUNS, "a", _ -> "1");

      rig.engine.records().change(RUNS, "a", _ -> null);

      assertThat(rig.engine.records().find(RUNS, "a")).isEmpty();
    }
  }
}
