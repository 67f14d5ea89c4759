package dev.belfry.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** T01 and T02 on the bare store: nothing that was acknowledged is lost, whenever it is killed. */
class KillTest {

  private static final int KILLS = Boolean.getBoolean("belfry.long") ? 300 : 10;
  private static final int LONGEST_MILLIS = Boolean.getBoolean("belfry.long") ? 2_500 : 900;
  private static final long ENDLESS = Long.MAX_VALUE;

  @TempDir private Path folder;

  @Test
  void when_the_process_is_killed_at_any_time_then_nothing_acknowledged_is_lost() throws Exception {
    long acknowledged = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      var writer = LedgerProcess.start(folder, ENDLESS, List.of());
      if (kill % 4 != 3) { // now and then while it opens
        writer.awaitReady();
      }
      writer.killAfter(ThreadLocalRandom.current().nextLong(50, LONGEST_MILLIS));
      acknowledged = Math.max(acknowledged, writer.acknowledged());

      assertThat(problems(acknowledged)).as("after kill " + kill).isEmpty();
    }
    assertThat(acknowledged).isPositive();
    System.out.println(KILLS + " kills, " + acknowledged + " acknowledged, 0 lost");
  }

  @ParameterizedTest
  @EnumSource(
      value = Failpoint.class,
      names = {
        "BEFORE_COMMIT",
        "AFTER_COMMIT",
        "BEFORE_CHECKPOINT",
        "AFTER_CHECKPOINT",
        "BEFORE_MIGRATION",
        "AFTER_MIGRATION"
      })
  void when_the_process_ends_at_a_named_point_then_nothing_acknowledged_is_lost(Failpoint point)
      throws Exception {
    int times = point.name().contains("MIGRATION") ? 1 : 7;
    var writer =
        LedgerProcess.start(
            folder,
            5_000,
            List.of(),
            "-D" + Failpoint.PROPERTY + "=" + point.label() + ":" + times);

    assertThat(writer.awaitEnd()).isEqualTo(137);

    assertThat(problems(writer.acknowledged())).isEmpty();
  }

  @Test
  void when_a_program_acknowledges_too_early_then_this_rig_sees_the_loss() throws Exception {
    var liar = LedgerProcess.start(folder, ENDLESS, List.of(), "-D" + LedgerWriter.LIES + "=true");

    assertThat(liar.awaitEnd()).isEqualTo(137);

    assertThat(problems(liar.acknowledged())).anyMatch(text -> text.contains("lost from 1 to"));
  }

  private List<String> problems(long acknowledged) {
    if (acknowledged == 0 && !Files.exists(folder.resolve(SqliteDatabase.FILE))) {
      return List.of();
    }
    try (var database = SqliteDatabase.open(folder, SqliteDatabaseTest.SETTINGS)) {
      database.write(tx -> tx.update(Ledger.TABLE));
      return database.verify(List.of(new Check("ledger", tx -> Ledger.problems(tx, acknowledged))));
    }
  }
}
