package dev.belfry.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteDatabaseTest extends DatabaseContract {

  static final SqliteSettings SETTINGS = SqliteSettings.DEFAULTS.withUnsafeAllowed(true);

  @TempDir private Path folder;

  @Override
  Database open() {
    return SqliteDatabase.open(folder, SETTINGS);
  }

  @Override
  Database openAgain() {
    return SqliteDatabase.open(folder, SETTINGS);
  }

  @Override
  String bytesType() {
    return "blob";
  }

  @Test
  void when_a_weaker_sync_is_asked_for_then_the_store_is_refused(@TempDir Path other) {
    var weak = SqliteSettings.DEFAULTS.withSync(SyncMode.NORMAL);

    assertThatThrownBy(() -> SqliteDatabase.open(other, weak))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("NORMAL");
  }

  @Test
  void when_all_readers_are_taken_then_the_next_is_told_so(@TempDir Path other) throws Exception {
    var one =
        SETTINGS.withReading(
            new SqliteSettings.Reading(1, Duration.ofMillis(50), Duration.ofSeconds(20), 1024));
    try (var database = SqliteDatabase.open(other, one)) {
      var taken = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      var holder =
          Thread.ofVirtual()
              .start(() ->
                  database.read(tx -> {
                    taken.countDown();
                    try {
                      return release.await(20, java.util.concurrent.TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  }));
      taken.await();

      assertThatThrownBy(() -> database.read(tx -> 1)).isInstanceOf(StoreBusy.class);

      release.countDown();
      holder.join();
      int later = database.read(tx -> 1);
      assertThat(later).isEqualTo(1);
    }
  }

  @Test
  void when_a_read_takes_too_long_then_it_is_cut_off(@TempDir Path other) {
    var brief =
        SETTINGS.withReading(
            new SqliteSettings.Reading(1, Duration.ofSeconds(1), Duration.ofSeconds(1), 1024));
    var endless =
        """
        with recursive n (i) as (select 1 union all select i + 1 from n)
        select count(*) from n
        """;
    try (var database = SqliteDatabase.open(other, brief)) {
      assertThatThrownBy(() -> database.read(tx -> tx.find(endless, row -> row.number(1))))
          .isInstanceOf(StoreBusy.class);

      var later = database.read(tx -> tx.find("select 1", row -> row.number(1)));
      assertThat(later).contains(1L);
    }
  }

  @Test
  void when_a_commit_is_synced_then_the_listener_is_told_how_long_it_took(@TempDir Path other) {
    var commits = new ArrayList<Duration>();
    var listener =
        new StoreListener() {
          @Override
          public void committed(Duration took) {
            commits.add(took);
          }
        };
    try (var database = SqliteDatabase.open(other, SETTINGS, listener)) {
      commits.clear();
      database.write(tx -> tx.update("create table a (b)"));
    }

    assertThat(commits).hasSize(1).allMatch(Duration::isPositive);
  }
}
