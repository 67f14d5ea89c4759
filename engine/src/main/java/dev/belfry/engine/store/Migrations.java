package dev.belfry.engine.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** Brings a store's schema up to this program's, never down. */
final class Migrations {

  private Migrations() {}

  /**
   * @param writer of the store, outside of any transaction
   * @param folder of the migrations, on the class path
   * @throws StoreRefused if the store was used by a newer program, if a migration that it has was
   *     changed since, or if one fails
   */
  static void apply(SqliteConnection writer, Path file, String folder) {
    if (areApplied(writer, folder)) {
      return;
    }
    Failpoint.BEFORE_MIGRATION.hit();
    try {
      var flyway = flyway(file, folder);
      var newer = newerThanKnown(flyway);
      if (!newer.isEmpty()) {
        throw new StoreRefused(
            file
                + " was used by a newer Belfry (its schema has version "
                + newer
                + ", unknown here): use that one, or restore a backup",
            null);
      }
      flyway.migrate();
    } catch (FlywayException e) {
      throw new StoreRefused(
          "the schema of " + file + " cannot be brought up to date: " + e.getMessage(), e);
    }
    Failpoint.AFTER_MIGRATION.hit();
  }

  /** Whether exactly this program's migrations were applied, so that Flyway need not be started. */
  static boolean areApplied(SqliteConnection writer, String folder) {
    try {
      var ours = MigrationFiles.checksums(folder);
      return writer.read(tx -> hasHistory(tx) && ours.equals(applied(tx)));
    } catch (IOException e) {
      throw new StoreRefused("cannot read the migrations in " + folder, e);
    }
  }

  private static boolean hasHistory(Tx tx) {
    return tx.find(
            "select 1 from sqlite_master where name = 'flyway_schema_history'", row -> row.flag(1))
        .isPresent();
  }

  /** A failed one counts as changed: Flyway has to look at it. */
  private static Map<String, Long> applied(Tx tx) {
    var found = new HashMap<String, Long>();
    tx.scan(
        "select script, checksum, success from flyway_schema_history where type = 'SQL'",
        row -> {
          found.put(row.text(1), row.flag(3) ? row.number(2) : Long.MIN_VALUE);
          return true;
        });
    return found;
  }

  private static Flyway flyway(Path file, String folder) {
    var source = new SQLiteDataSource(new SQLiteConfig());
    source.setUrl("jdbc:sqlite:" + file);
    return Flyway.configure(Migrations.class.getClassLoader())
        .dataSource(source)
        .locations("classpath:" + folder)
        .failOnMissingLocations(true)
        .ignoreMigrationPatterns(new String[0])
        .loggers("slf4j")
        .cleanDisabled(true)
        .load();
  }

  private static String newerThanKnown(Flyway flyway) {
    return Arrays.stream(flyway.info().all())
        .filter(Migrations::isFuture)
        .map(migration -> String.valueOf(migration.getVersion()))
        .collect(Collectors.joining(", "));
  }

  private static boolean isFuture(MigrationInfo migration) {
    return switch (migration.getState()) {
      case FUTURE_SUCCESS, FUTURE_FAILED -> true;
      default -> false;
    };
  }
}
