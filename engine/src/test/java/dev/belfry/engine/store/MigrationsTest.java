package dev.belfry.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrationsTest {

  private static final String FOLDERS = "dev/belfry/engine/store/";

  @TempDir private Path folder;

  @Test
  void when_a_program_brings_more_migrations_then_they_are_applied_once() {
    openWith("first").close();

    openWith("second").close();
    try (var database = openWith("second")) {
      long rows =
          database.read(
              tx -> tx.find("select count(*) from later", row -> row.number(1)).orElseThrow());
      assertThat(rows).isEqualTo(1);
    }
  }

  @Test
  void when_all_are_applied_then_flyway_is_not_started() {
    openWith("second").close();

    assertThat(areApplied("second")).isTrue();
    assertThat(areApplied("first")).isFalse();
    assertThat(areApplied("changed")).isFalse();
  }

  @Test
  void when_a_newer_program_has_used_the_store_then_it_is_refused() {
    openWith("second").close();

    assertThatThrownBy(() -> openWith("first"))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("newer Belfry")
        .hasMessageContaining("version 1,");
    openWith("second").close();
  }

  @Test
  void when_an_applied_migration_was_changed_then_the_store_is_refused() {
    openWith("first").close();

    assertThatThrownBy(() -> openWith("changed"))
        .isInstanceOf(StoreRefused.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void when_a_migration_fails_then_nothing_of_it_stays_and_the_store_is_refused() {
    assertThatThrownBy(() -> openWith("faulty")).isInstanceOf(StoreRefused.class);

    try (var database = openWith("first")) {
      var half =
          database.read(
              tx -> tx.find("select 1 from sqlite_master where name = 'half'", row -> row.flag(1)));
      assertThat(half).isEmpty();
    }
  }

  private SqliteDatabase openWith(String migrations) {
    return SqliteDatabase.open(
        folder, SqliteDatabaseTest.SETTINGS.withMigrations(FOLDERS + migrations));
  }

  private boolean areApplied(String migrations) {
    var file = folder.resolve(SqliteDatabase.FILE);
    try (var writer = Pragmas.openWriter(file, SqliteDatabaseTest.SETTINGS)) {
      return Migrations.areApplied(writer, FOLDERS + migrations);
    }
  }
}
