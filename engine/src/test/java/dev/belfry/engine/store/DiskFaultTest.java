package dev.belfry.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belfry.testkit.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T06, T07, T08 and T107 in short: syncs counted, syncs that fail, a full disk, damaged files. */
class DiskFaultTest {

  private static final SqliteSettings SETTINGS = SqliteDatabaseTest.SETTINGS;
  private static final int MIB = 1024 * 1024;

  @TempDir private Path folder;

  @Test
  void when_groups_are_acknowledged_then_each_had_a_sync_of_its_own() throws Exception {
    assumeStraceWorks();
    var counts = folder.resolve("counts");
    var strace = List.of("strace", "-f", "-c", "-e", "trace=fsync,fdatasync", "-o", "" + counts);
    var writer = LedgerProcess.start(folder.resolve("data"), 50, strace);

    assertThat(writer.awaitEnd()).isZero();

    assertThat(writer.groups()).isEqualTo(50);
    assertThat(syncs(Files.readString(counts))).isGreaterThanOrEqualTo(50);
  }

  @Test
  void when_a_sync_fails_then_nothing_is_acknowledged_after_it_and_the_process_ends()
      throws Exception {
    assumeStraceWorks();
    int failing = 60; // opening a new store takes some thirty
    var trace = folder.resolve("trace");
    var strace =
        List.of(
            "strace",
            "-f",
            "-e",
            "trace=fsync,fdatasync",
            "-e",
            "inject=fsync,fdatasync:error=EIO:when=" + failing + "+",
            "-o",
            "" + trace);
    var data = folder.resolve("data");
    var writer = LedgerProcess.start(data, 1_000, strace);

    assertThat(writer.awaitEnd()).isEqualTo(3);

    assertThat(writer.groups()).isBetween(1, failing - 1);
    var failed = Files.readAllLines(trace).stream().filter(line -> line.contains("EIO")).toList();
    assertThat(failed).as("a failed sync is not tried again").hasSize(1);
    try (var database = SqliteDatabase.open(data, SETTINGS)) {
      var promised = writer.acknowledged();
      assertThat(database.verify(List.of(new Check("l", tx -> Ledger.problems(tx, promised)))))
          .isEmpty();
    }
  }

  @Test
  void when_the_disk_is_full_then_nothing_is_lost_outcomes_go_on_and_room_is_noticed()
      throws Exception {
    var volume = Files.createDirectory(folder.resolve("volume"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", volume.toString()),
        "mounting is not permitted here");
    try {
      var foreign = Files.write(volume.resolve("foreign"), new byte[20 * MIB]);
      var data = volume.resolve("data");
      try (var database = SqliteDatabase.open(data, SETTINGS)) {
        database.write(tx -> tx.update(Ledger.TABLE));
        long last = fill(database);
        assertThat(last).isGreaterThan(10_000);
        assertThat(Files.size(data.resolve("belfry.db-wal")))
            .as("what is not copied yet fits into the reserve")
            .isLessThan(SETTINGS.reserveBytes());

        assertThat(database.restoreReserve()).isTrue(); // still held
        database.releaseReserve();
        var other = Files.write(volume.resolve("other"), new byte[4 * MIB]); // takes half of it
        assertThat(database.writable()).isFalse();
        for (int i = 1; i <= 300; i++) {
          int id = i;
          Eventually.holds(
              "an outcome is written", Duration.ofSeconds(60), () -> isSettled(database, id));
        }
        assertThat(database.restoreReserve()).isFalse();

        Files.delete(foreign);
        Files.delete(other);
        Eventually.holds("room noticed", Duration.ofSeconds(60), database::restoreReserve);
        assertThat(database.writable()).isTrue();
        long more = fillOnce(database, last);
        assertThat(database.verify(List.of(new Check("l", tx -> Ledger.problems(tx, more)))))
            .isEmpty();
      }
    } finally {
      run("umount", "-l", volume.toString());
    }
  }

  @Test
  void when_the_log_is_cut_or_damaged_anywhere_then_the_store_opens_with_a_prefix_of_history()
      throws Exception {
    var killed = givenKilledStore();
    var log = Files.readAllBytes(killed.resolve("belfry.db-wal"));
    int shortened = 0;
    for (int i = 1; i <= 15; i++) {
      int at = (int) ((long) log.length * i / 16) + 13 * i;
      var flipped = log.clone();
      flipped[at] ^= 0x20;
      for (var damaged : List.of(Arrays.copyOf(log, at), flipped)) {
        var copy = copyOf(killed, damaged);
        try (var database = SqliteDatabase.open(copy, SETTINGS)) {
          long rows = database.read(Ledger::last);
          assertThat(database.verify(List.of(new Check("l", tx -> Ledger.problems(tx, 0)))))
              .as("at " + at + " of " + log.length)
              .isEmpty();
          shortened += rows < givenRows ? 1 : 0;
        }
      }
    }
    assertThat(shortened).isGreaterThan(10);
  }

  private long givenRows;

  /** A folder as a killed process leaves it, all rows still in the log. */
  private Path givenKilledStore() throws Exception {
    var live = folder.resolve("live");
    var killed = Files.createDirectory(folder.resolve("killed"));
    var calm = SETTINGS.withLog(new SqliteSettings.Log(64L * MIB, 64L * MIB, 64L * MIB));
    SqliteDatabase.open(live, calm).close();
    try (var database = SqliteDatabase.open(live, calm)) {
      database.write(tx -> tx.update(Ledger.TABLE));
      for (int i = 0; i < 60; i++) {
        database.write(tx -> {
          Ledger.appendGroup(tx, Ledger.last(tx), 5);
          return null;
        });
      }
      givenRows = 300;
      for (var name : List.of("belfry.db", "belfry.db-wal")) {
        run("cp", live.resolve(name).toString(), killed.toString());
      }
    }
    return killed;
  }

  private Path copyOf(Path killed, byte[] log) throws IOException {
    var copy = Files.createTempDirectory(folder, "copy");
    Files.copy(killed.resolve("belfry.db"), copy.resolve("belfry.db"));
    Files.write(copy.resolve("belfry.db-wal"), log);
    return copy;
  }

  /** As the committer does: while a checkpoint takes some of the reserve, it tries again. */
  private static boolean isSettled(SqliteDatabase database, int id) {
    try {
      database.write(tx -> tx.update("update entry set settled = 2 where id = ?", id));
      return true;
    } catch (StoreFull _) {
      return false;
    }
  }

  private static long fill(SqliteDatabase database) {
    long[] last = {0};
    assertThatThrownBy(
            () -> {
              while (true) {
                last[0] = fillOnce(database, last[0]);
              }
            })
        .isInstanceOf(StoreFull.class);
    return last[0];
  }

  private static long fillOnce(SqliteDatabase database, long last) {
    database.write(tx -> {
      Ledger.appendGroup(tx, last, 40);
      return null;
    });
    return last + 40;
  }

  private static int syncs(String counts) {
    var line =
        Pattern.compile("\\s(\\d+)\\s+(?:\\d+\\s+)?(?:fsync|fdatasync)\\s*$", Pattern.MULTILINE);
    return line.matcher(counts).results().mapToInt(found -> Integer.parseInt(found.group(1))).sum();
  }

  private static void assumeStraceWorks() {
    assumeTrue(run("strace", "-c", "-o", "/dev/null", "true"), "strace does not work here");
  }

  private static boolean run(String... command) {
    try {
      var process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
