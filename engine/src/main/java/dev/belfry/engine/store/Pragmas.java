package dev.belfry.engine.store;

import java.nio.file.Path;

/** How connections are set up, and the proof that SQLite took the settings that matter. */
final class Pragmas {

  /**
   * What the log may have grown beyond its usual size before its file is cut when it is started
   * anew. Cutting takes the writer's time (0.1 s for 200 MiB), and so does growing again.
   */
  private static final long LOG_SLACK_BYTES = 64L * 1024 * 1024;

  private Pragmas() {}

  /**
   * @throws StoreRefused if the file is no sound database, or SQLite did not take a setting that
   *     durability depends on
   */
  static SqliteConnection openWriter(Path file, SqliteSettings settings) {
    if (settings.sync() != SyncMode.FULL && !settings.allowUnsafe()) {
      throw new StoreRefused(
          "sync mode " + settings.sync() + " can lose acknowledged events; use FULL", null);
    }
    var connection = SqliteConnection.toWrite(file);
    try {
      connection.pragma("page_size = " + settings.pageSize());
      connection.pragma("auto_vacuum = incremental");
      connection.pragma("journal_mode = wal");
      connection.pragma("synchronous = " + settings.sync());
      connection.pragma("fullfsync = on");
      connection.pragma("checkpoint_fullfsync = on");
      connection.pragma("wal_autocheckpoint = 0");
      connection.pragma("journal_size_limit = " + (settings.log().resetBytes() + LOG_SLACK_BYTES));
      connection.pragma("cache_size = -" + settings.cacheKib());
      connection.pragma("temp_store = memory");
      connection.pragma("mmap_size = 0");
      connection.pragma("secure_delete = on");
      connection.pragma("foreign_keys = on");
      connection.pragma("cell_size_check = on");
      connection.pragma("trusted_schema = off");
      demand(connection, "journal_mode", "wal");
      demand(connection, "synchronous", String.valueOf(settings.sync().pragma()));
      demand(connection, "fullfsync", "1");
      demand(connection, "wal_autocheckpoint", "0");
      demand(connection, "auto_vacuum", "2");
      demand(connection, "secure_delete", "1");
      demand(connection, "foreign_keys", "1");
      connection.controlTransactions();
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw refusalFor(file, e);
    }
  }

  /** Copies pages from the log to the database, past its own cache. */
  static SqliteConnection openCheckpointer(Path file, SqliteSettings settings) {
    var connection = SqliteConnection.toWrite(file);
    connection.pragma("synchronous = " + settings.sync());
    connection.pragma("checkpoint_fullfsync = on");
    connection.pragma("wal_autocheckpoint = 0");
    connection.pragma("cache_size = -256");
    return connection;
  }

  static SqliteConnection openReader(Path file, SqliteSettings.Reading settings) {
    var connection = SqliteConnection.toRead(file);
    try {
      connection.pragma("query_only = on");
      connection.pragma("cache_size = -" + settings.cacheKib());
      connection.pragma("temp_store = memory");
      connection.pragma("mmap_size = 0");
      connection.pragma("trusted_schema = off");
      connection.controlTransactions();
      return connection;
    } catch (RuntimeException e) {
      connection.close();
      throw refusalFor(file, e);
    }
  }

  private static void demand(SqliteConnection connection, String name, String wanted) {
    var real = connection.pragma(name);
    if (!wanted.equals(real)) {
      throw new StoreRefused("SQLite runs with " + name + " = " + real + ", not " + wanted, null);
    }
  }

  private static StoreRefused refusalFor(Path file, RuntimeException why) {
    return why instanceof StoreRefused refused
        ? refused
        : new StoreRefused(file + " cannot be opened as a store: " + why.getMessage(), why);
  }
}
