package dev.belfry.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.belfry.testkit.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder around the database: its lock, its reserve, its log, and where it may lie. */
class SqliteFolderTest {

  private static final SqliteSettings SETTINGS = SqliteDatabaseTest.SETTINGS;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long KIB = 1024;

  @TempDir private Path folder;

  @Test
  void when_the_folder_is_in_use_then_a_second_opening_is_refused_and_names_the_process() {
    try (var first = SqliteDatabase.open(folder, SETTINGS)) {
      assertThatThrownBy(() -> SqliteDatabase.open(folder, SETTINGS))
          .isInstanceOf(StoreRefused.class)
          .hasMessageContaining(folder.toString())
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      first.write(tx -> tx.update("create table still (works)"));
    }

    SqliteDatabase.open(folder, SETTINGS).close();
  }

  @Test
  void when_the_folder_is_in_memory_then_it_is_refused_unless_that_is_wanted() throws Exception {
    var memory = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(memory), "no /dev/shm here");
    assumeTrue("tmpfs".equals(Files.getFileStore(memory).type()), "/dev/shm is no tmpfs here");
    var data = Files.createTempDirectory(memory, "belfry");
    try {
      assertThatThrownBy(() -> SqliteDatabase.open(data, SqliteSettings.DEFAULTS))
          .isInstanceOf(StoreRefused.class)
          .hasMessageContaining("tmpfs")
          .hasMessageEndingWith("start on it all the same with --allow-unsafe-store");
      SqliteDatabase.open(data, SqliteSettings.DEFAULTS.withUnsafeAllowed(true)).close();
    } finally {
      deleteAll(data);
    }
  }

  @Test
  void when_the_file_is_no_database_then_it_is_refused_and_named() throws Exception {
    Files.writeString(folder.resolve("belfry.db"), "this is no database".repeat(1_000));

    assertThatThrownBy(() -> SqliteDatabase.open(folder, SETTINGS))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining(folder.resolve("belfry.db").toString());
  }

  @Test
  void when_the_reserve_is_released_then_its_space_is_free_until_it_is_restored() {
    try (var database = SqliteDatabase.open(folder, SETTINGS)) {
      assertThat(folder.resolve("belfry.reserve")).hasSize(8 * KIB * KIB);
      assertThat(database.writable()).isTrue();

      database.releaseReserve();
      assertThat(folder.resolve("belfry.reserve")).doesNotExist();
      assertThat(database.writable()).isFalse();

      assertThat(database.restoreReserve()).isTrue();
      assertThat(folder.resolve("belfry.reserve")).hasSize(8 * KIB * KIB);
      assertThat(database.writable()).isTrue();
    }
  }

  @Test
  void when_the_writer_is_stuck_then_the_store_is_not_writable_within_a_second() throws Exception {
    try (var database = SqliteDatabase.open(folder, SETTINGS)) {
      var stuck = new CountDownLatch(1);
      var release = new CountDownLatch(1);
      var writer =
          Thread.ofPlatform()
              .start(() ->
                  database.write(tx -> {
                    stuck.countDown();
                    return awaitQuietly(release);
                  }));
      stuck.await();

      Eventually.holds("not writable", SOON, () -> !database.writable());

      release.countDown();
      writer.join();
      assertThat(database.writable()).isTrue();
    }
  }

  @Test
  void when_writing_goes_on_without_a_pause_then_the_log_is_used_again_and_again() {
    var small = SETTINGS.withLog(new SqliteSettings.Log(64 * KIB, 256 * KIB, 64 * KIB * KIB));
    try (var database = SqliteDatabase.open(folder, small)) {
      database.write(tx -> tx.update("create table item (id integer primary key, data blob)"));
      var data = new byte[10_000];
      var log = folder.resolve("belfry.db-wal").toFile();
      long written = 0;
      long end = System.nanoTime() + Duration.ofMinutes(1).toNanos();
      while (written < 4 * Math.max(log.length(), 256 * KIB) && System.nanoTime() < end) {
        database.write(tx -> tx.update("insert into item (data) values (?)", data));
        written += data.length;
      }

      assertThat(log.length()).isLessThanOrEqualTo(written / 4);
      Eventually.holds("log short", SOON, () -> database.logBytes() < 256 * KIB);
      assertThat(database.logTooLong()).isFalse();
    }
  }

  @Test
  void when_a_reader_holds_the_log_then_it_is_told_too_long_and_emptied_afterwards()
      throws Exception {
    var small = SETTINGS.withLog(new SqliteSettings.Log(64 * KIB, 128 * KIB, 512 * KIB));
    try (var database = SqliteDatabase.open(folder, small)) {
      database.write(tx -> tx.update("create table item (id integer primary key, data blob)"));
      var release = new CountDownLatch(1);
      var reader = startReading(database, release);
      for (int i = 0; i < 100; i++) {
        database.write(tx -> tx.update("insert into item (data) values (?)", new byte[10_000]));
      }
      Eventually.holds("log too long", SOON, database::logTooLong);

      release.countDown();
      reader.join();
      Eventually.holds("log short again", SOON, () -> !database.logTooLong());
    }
  }

  @Test
  void when_a_reader_stays_while_there_is_little_room_then_writing_is_held_up_now_and_then_only()
      throws Exception {
    try (var database = SqliteDatabase.open(folder, SETTINGS)) {
      database.write(tx -> tx.update("create table item (id integer primary key, data blob)"));
      database.releaseReserve();
      assumeTrue(heldUp(database) < 9, "commits take long here without a reader too");
      var release = new CountDownLatch(1);
      var reader = startReading(database, release);
      database.write(tx -> tx.update("insert into item (data) values (?)", new byte[2_000_000]));

      // A disk that is slow for a while does not decide.
      int heldUp = heldUp(database);
      for (int again = 0; again < 2 && heldUp >= 9; again++) {
        heldUp = heldUp(database);
      }

      release.countDown();
      reader.join();
      assertThat(heldUp).isLessThan(9);
      Eventually.holds(
          "log short again",
          SOON,
          () -> {
            database.write(tx -> tx.update("insert into item (data) values (?)", new byte[9]));
            return database.logBytes() < 1_000_000;
          });
    }
  }

  /** A read that has begun, and stays until it is released. */
  private static Thread startReading(SqliteDatabase database, CountDownLatch release)
      throws InterruptedException {
    var reading = new CountDownLatch(1);
    var reader =
        Thread.ofVirtual()
            .start(() ->
                database.read(tx -> {
                  tx.find("select count(*) from item", row -> row.number(1));
                  reading.countDown();
                  return awaitQuietly(release);
                }));
    reading.await();
    return reader;
  }

  /** How many commits within 2 s took as long as only one does that waits for a reader. */
  private static int heldUp(SqliteDatabase database) {
    int heldUp = 0;
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      database.write(tx -> tx.update("delete from item where id < 0"));
      heldUp += System.nanoTime() - start > Duration.ofMillis(60).toNanos() ? 1 : 0;
    }
    return heldUp;
  }

  @Test
  void when_the_log_is_emptied_then_nothing_is_left_in_its_file() {
    try (var database = SqliteDatabase.open(folder, SETTINGS)) {
      database.write(tx -> tx.update("create table item (id integer primary key)"));

      assertThat(database.emptyLog()).isTrue();

      assertThat(folder.resolve("belfry.db-wal")).isEmptyFile();
    }
  }

  @Test
  void when_a_file_cannot_grow_then_the_store_says_full_keeps_nothing_of_it_and_goes_on() {
    try (var database = SqliteDatabase.open(folder, SETTINGS)) {
      database.write(tx -> tx.update("create table item (id integer primary key, data blob)"));
      var pages =
          database.write(
              tx -> tx.find("pragma page_count", row -> row.number(1)).orElseThrow() + 20);
      database.write(tx -> tx.find("pragma max_page_count = " + pages, row -> row.number(1)));

      assertThatThrownBy(() ->
              database.write(tx -> {
                tx.update("insert into item (id, data) values (1, ?)", new byte[9]);
                tx.update("insert into item (data) values (?)", new byte[1_000_000]);
                return null;
              }))
          .isInstanceOf(StoreFull.class);

      database.write(tx -> tx.update("insert into item (id, data) values (2, ?)", new byte[9]));
      var ids = database.read(tx -> tx.query("select id from item", row -> row.number(1)));
      assertThat(ids).containsExactly(2L);
    }
  }

  @Test
  void when_the_work_hides_that_the_disk_was_full_then_nothing_is_committed_all_the_same() {
    try (var database = SqliteDatabase.open(folder, SETTINGS)) {
      database.write(tx -> tx.update("create table item (id integer primary key, data blob)"));
      database.write(tx -> tx.find("pragma max_page_count = 20", row -> row.number(1)));

      assertThatThrownBy(() ->
              database.write(tx -> {
                tx.update("insert into item (id) values (1)");
                assertThatThrownBy(() ->
                        tx.nested(inner ->
                            inner.update(
                                "insert into item (data) values (?)", new byte[1_000_000])))
                    .isInstanceOf(StoreFull.class);
                return null;
              }))
          .isInstanceOf(StoreFull.class);

      var ids = database.read(tx -> tx.query("select id from item", row -> row.number(1)));
      assertThat(ids).isEmpty();
    }
  }

  @Test
  void when_pages_are_damaged_then_reading_them_breaks_the_store_and_it_says_so_once()
      throws Exception {
    try (var database = SqliteDatabase.open(folder, SETTINGS)) {
      database.write(tx -> tx.update("create table item (id integer primary key, data blob)"));
      database.write(tx -> {
        for (int i = 0; i < 200; i++) {
          tx.update("insert into item (data) values (?)", new byte[1_000]);
        }
        return null;
      });
    }
    var file = folder.resolve("belfry.db");
    var bytes = Files.readAllBytes(file);
    for (int i = bytes.length - 30 * 4096; i < bytes.length; i++) {
      bytes[i] = (byte) 0xEE;
    }
    Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
    var told = new java.util.concurrent.atomic.AtomicInteger();
    var listener =
        new StoreListener() {
          @Override
          public void broke(StoreBroken why) {
            told.incrementAndGet();
          }
        };

    try (var database = SqliteDatabase.open(folder, SETTINGS, listener)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(
                () -> database.read(tx -> tx.query("select data from item", row -> row.bytes(1))))
            .isInstanceOf(StoreBroken.class);
      }
      assertThatThrownBy(() -> database.write(tx -> tx.update("create table more (a)")))
          .isInstanceOf(StoreBroken.class);
      assertThat(database.writable()).isFalse();
    }
    assertThat(told).hasValue(1);
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      return latch.await(30, java.util.concurrent.TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void deleteAll(Path data) throws Exception {
    try (var files = Files.list(data)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(data);
  }
}
