package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.record.About;
import dev.belfry.engine.record.Entry;
import dev.belfry.engine.record.Shelf;
import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
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

  @Test
  void when_what_it_is_about_is_removed_or_its_time_is_up_then_it_goes_too() {
    try (var rig = new EngineRig(folder)) {
      var webhook = rig.givenWebhook("b");
      var event =
          rig.engine.acceptance().accept(ACME, List.of(event("a", null, "{}"))).getFirst().id();
      rig.engine.records().change(RUNS, "of event", About.event(event), _ -> "1");
      rig.engine.records().change(RUNS, "of webhook", About.webhook(webhook.id()), _ -> "1");
      rig.engine.records().change(RUNS, "passing", About.PASSING, _ -> "1");
      rig.engine.records().change(RUNS, "stays", _ -> "1");
      rig.engine.webhooks().delete(ACME, webhook.id(), OptionalLong.empty(), Actor.ADMIN);
      rig.clock.advance(Duration.ofDays(29));
      assertThat(keys(rig)).hasSize(4);
      rig.engine.records().change(RUNS, "passing too", About.PASSING, _ -> "1");

      rig.clock.advance(Duration.ofDays(2));

      Eventually.holds("three are gone", Duration.ofSeconds(60), () -> keys(rig).size() == 2);
      assertThat(keys(rig)).containsExactly("passing too", "stays");
    }
  }

  private static List<String> keys(EngineRig rig) {
    return rig.engine.records().list(RUNS, "", 10).stream().map(Entry::key).toList();
  }
}
