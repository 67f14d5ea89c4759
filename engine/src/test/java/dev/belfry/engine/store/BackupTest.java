package dev.belfry.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup, restore and verify, with the server running and without. */
class BackupTest {

  private static final SqliteSettings SETTINGS = SqliteDatabaseTest.SETTINGS;

  @TempDir private Path folder;
  @TempDir private Path elsewhere;

  @Test
  void when_a_backup_is_made_while_writing_then_it_restores_to_whole_transactions()
      throws Exception {
    var file = elsewhere.resolve("backup.db");
    try (var database = givenStore()) {
      var stop = new java.util.concurrent.atomic.AtomicBoolean();
      var writer =
          Thread.ofPlatform()
              .start(() -> {
                while (!stop.get()) {
                  database.write(BackupTest::addPair);
                }
              });
      for (int i = 0; i < 5; i++) {
        database.backup(elsewhere.resolve("many" + i), Optional.empty());
      }
      database.backup(file, Optional.empty());
      stop.set(true);
      writer.join();
    }

    assertThat(elsewhere.toFile().list()).hasSize(6);
    try (var restored = restore(file)) {
      assertThat(restored.verify(List.of())).isEmpty();
      assertThat(count(restored) % 2).isZero();
      assertThat(count(restored)).isPositive();
      restored.write(BackupTest::addPair);
    }
  }

  @Test
  void when_a_backup_takes_the_key_along_then_both_are_private_and_open_what_was_sealed()
      throws Exception {
    var key = MasterKey.loadOrCreate(folder, Optional.empty());
    var file = elsewhere.resolve("backup.db");
    byte[] sealed;
    try (var database = givenStore()) {
      sealed = Vault.of(database, key).seal(new byte[] {7}, "a");
      database.backup(file, Optional.of(key));
    }

    for (var name : List.of("backup.db", "backup.db.key")) {
      var permissions = Files.getPosixFilePermissions(elsewhere.resolve(name));
      assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
    }
    Files.copy(elsewhere.resolve("backup.db.key"), elsewhere.resolve("master.key"));
    try (var restored = restore(file)) {
      var again = Vault.of(restored, MasterKey.loadOrCreate(elsewhere, Optional.empty()));
      assertThat(again.open(sealed, "a")).containsExactly(7);
    }
  }

  @Test
  void when_the_backups_file_exists_then_it_is_not_overwritten() throws Exception {
    var file = Files.writeString(elsewhere.resolve("backup.db"), "precious");
    try (var database = givenStore()) {
      assertThatThrownBy(() -> database.backup(file, Optional.empty()))
          .isInstanceOf(StoreRefused.class)
          .hasMessageContaining("backup.db");
      assertThatThrownBy(
              () -> database.backup(elsewhere.resolve("no/such/folder"), Optional.empty()))
          .isInstanceOf(StoreRefused.class);
    }

    assertThat(file).hasContent("precious");
    assertThat(elsewhere.toFile().list()).containsExactly("backup.db");
  }

  @Test
  void when_a_killed_stores_folder_is_verified_and_backed_up_then_nothing_in_it_changes()
      throws Exception {
    var killed = Files.createDirectory(elsewhere.resolve("killed"));
    try (var database = givenStore()) {
      database.write(BackupTest::addPair);
      copy(List.of("belfry.db", "belfry.db-wal"), killed);
    }
    var before = contents(killed);
    var file = elsewhere.resolve("backup.db");

    var problems = ClosedStore.verify(killed, List.of(new Check("pairs", BackupTest::oddPairs)));
    ClosedStore.backup(killed, file, Optional.empty());

    assertThat(problems).isEmpty();
    assertThat(contents(killed)).isEqualTo(before);
    try (var restored = restore(file)) {
      assertThat(count(restored)).isEqualTo(2);
    }
  }

  @Test
  void when_a_store_was_closed_well_then_verifying_leaves_no_file_behind() throws Exception {
    givenStore().close();
    var before = contents(folder);

    assertThat(ClosedStore.verify(folder, List.of())).isEmpty();

    assertThat(contents(folder)).isEqualTo(before);
  }

  @Test
  void when_a_server_has_the_folder_then_it_cannot_be_verified_from_outside() {
    try (var database = givenStore()) {
      assertThatThrownBy(() -> ClosedStore.verify(folder, List.of()))
          .isInstanceOf(StoreRefused.class)
          .hasMessageContaining("in use");
      assertThat(database.verify(List.of())).isEmpty();
    }
    assertThatThrownBy(() -> ClosedStore.verify(elsewhere, List.of()))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("no store");
  }

  @Test
  void when_a_check_finds_something_then_verify_tells_it_by_name() {
    try (var database = givenStore()) {
      database.write(tx -> tx.update("insert into item (name) values ('alone')"));

      var problems = database.verify(List.of(new Check("pairs", BackupTest::oddPairs)));

      assertThat(problems).containsExactly("pairs: 1 items");
    }
  }

  @Test
  void when_any_page_of_an_index_or_table_is_damaged_then_verify_finds_it() throws Exception {
    try (var database = givenStore()) {
      database.write(tx -> tx.update("create index by_name on item (name)"));
      for (int i = 0; i < 200; i++) {
        database.write(BackupTest::addPair);
      }
    }
    var file = folder.resolve("belfry.db");
    var sound = Files.readAllBytes(file);
    var content = "name of".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    int pages = 0;
    for (int page = 4096; page + 4096 <= sound.length; page += 4096) {
      int at = indexOf(sound, content, page);
      if (at >= 0 && at < page + 4000) {
        var damaged = sound.clone();
        damaged[page + 3] ^= 0x10; // the number of cells
        Files.write(file, damaged);
        assertThat(ClosedStore.verify(folder, List.of())).as("page at " + page).isNotEmpty();
        pages++;
      }
    }
    assertThat(pages).isGreaterThan(4);
  }

  private SqliteDatabase givenStore() {
    var database = SqliteDatabase.open(folder, SETTINGS);
    database.write(
        tx -> tx.update("create table item (id integer primary key, name text not null)"));
    return database;
  }

  private static int addPair(Tx tx) {
    return tx.update("insert into item (name) values ('name of one'), ('name of the other')");
  }

  private static List<String> oddPairs(Tx tx) {
    return tx.query("select count(*) from item", row -> row.number(1)).stream()
        .filter(count -> count % 2 == 1)
        .map(count -> count + " items")
        .toList();
  }

  private static long count(Database database) {
    return database.read(
        tx -> tx.find("select count(*) from item", row -> row.number(1)).orElseThrow());
  }

  private SqliteDatabase restore(Path backup) throws IOException {
    Files.move(backup, elsewhere.resolve("belfry.db"));
    return SqliteDatabase.open(elsewhere, SETTINGS);
  }

  private void copy(List<String> names, Path to) throws IOException {
    // through another process: closing the files here would drop SQLite's locks
    for (var name : names) {
      var done =
          new ProcessBuilder("cp", folder.resolve(name).toString(), to.toString()).inheritIO();
      try {
        assertThat(done.start().waitFor()).isZero();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Map<String, Integer> contents(Path of) throws IOException {
    var found = new TreeMap<String, Integer>();
    try (var files = Files.list(of)) {
      for (var file : files.toList()) {
        if (!file.endsWith(FolderLock.FILE)) {
          found.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)));
        }
      }
    }
    return found;
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int i = from; i + wanted.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
