package dev.belfry.engine.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteOpenMode;

/**
 * One connection to the database file, used by one thread at a time.
 *
 * <p>The transactions are begun and ended by our own statements: the driver's {@code commit()}
 * would begin the next one at once, and after a fault on which SQLite rolls back by itself it would
 * take statements for part of a transaction that are none.
 */
final class SqliteConnection implements AutoCloseable {

  private static final String BEGIN_WRITE = "begin immediate";
  private static final String BEGIN_READ = "begin";
  private static final String COMMIT = "commit";
  private static final String ROLLBACK = "rollback";

  /** Only a stranger (an operator's shell) can hold the lock that long. */
  private static final int BUSY_MILLIS = 5_000;

  private final SQLiteConnection connection;
  private final Statements statements;
  private long commitNanos;

  private SqliteConnection(SQLiteConnection connection) {
    this.connection = connection;
    this.statements = new Statements(connection);
  }

  static SqliteConnection toWrite(Path file) {
    return open("jdbc:sqlite:" + file, new SQLiteConfig());
  }

  static SqliteConnection toRead(Path file) {
    var config = new SQLiteConfig();
    config.setReadOnly(true);
    return open("jdbc:sqlite:" + file, config);
  }

  private static SqliteConnection open(String url, SQLiteConfig config) {
    config.setOpenMode(SQLiteOpenMode.NOMUTEX);
    config.setBusyTimeout(BUSY_MILLIS);
    try {
      var connection = config.createConnection(url);
      return new SqliteConnection((SQLiteConnection) connection);
    } catch (SQLException e) {
      throw SqliteFaults.of(e, "open " + url);
    }
  }

  /** Sets or asks a pragma outside of any transaction; the first column of the answer, if any. */
  @Nullable String pragma(String text) {
    var sql = "pragma " + text;
    try (var statement = connection.createStatement()) {
      if (!statement.execute(sql)) {
        return null;
      }
      try (var rows = statement.getResultSet()) {
        return rows.next() ? rows.getString(1) : null;
      }
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  long pageSize() {
    return Long.parseLong(Objects.requireNonNull(pragma("page_size")));
  }

  /**
   * Copies the log into the database, or only tells how far that is.
   *
   * @param mode noop, passive, restart or truncate, as in SQLite's {@code wal_checkpoint}
   * @param patience how long readers are waited for
   */
  Checkpointer.Progress checkpoint(String mode, Duration patience) {
    var sql = "pragma wal_checkpoint(" + mode + ")";
    try (var statement = connection.createStatement()) {
      connection.setBusyTimeout((int) patience.toMillis());
      try (var rows = statement.executeQuery(sql)) {
        rows.next();
        return new Checkpointer.Progress(rows.getInt(1) != 0, rows.getLong(2), rows.getLong(3));
      }
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  /** Copies the database as of now into a new or empty file; outside of any transaction. */
  void vacuumInto(Path file) {
    var sql = "vacuum into ?";
    try (var statement = connection.prepareStatement(sql)) {
      statement.setString(1, file.toString());
      statement.execute();
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  /** From here on no statement commits by itself. */
  void controlTransactions() {
    try {
      connection.setAutoCommit(false);
      connection.getDatabase().exec(COMMIT, false);
    } catch (SQLException e) {
      throw SqliteFaults.of(e, "begin");
    }
  }

  <T extends @Nullable Object> T write(Database.Work<T> work) {
    return inTransaction(BEGIN_WRITE, true, work, this::commitWritten);
  }

  <T extends @Nullable Object> T read(Database.Work<T> work) {
    return inTransaction(BEGIN_READ, false, work, () -> run(COMMIT));
  }

  /** How long the last commit of a {@link #write} took, sync included. */
  Duration lastCommit() {
    return Duration.ofNanos(commitNanos);
  }

  /** Makes what runs on this connection now fail; called from another thread. */
  void interrupt() {
    try {
      connection.getDatabase().interrupt();
    } catch (SQLException e) {
      throw SqliteFaults.of(e, "interrupt");
    }
  }

  private <T extends @Nullable Object> T inTransaction(
      String begin, boolean writes, Database.Work<T> work, Runnable commit) {
    run(begin);
    var tx = new SqliteTx(statements, writes);
    T result;
    try {
      result = work.in(tx);
      tx.checkSound();
      commit.run();
    } catch (RuntimeException | Error e) {
      rollBackAfter(e);
      throw e;
    } finally {
      tx.end();
    }
    tx.written();
    return result;
  }

  private void commitWritten() {
    Failpoint.BEFORE_COMMIT.hit();
    long start = System.nanoTime();
    run(COMMIT);
    commitNanos = System.nanoTime() - start;
    Failpoint.AFTER_COMMIT.hit();
  }

  private void rollBackAfter(Throwable cause) {
    try {
      statements.run(ROLLBACK);
    } catch (SQLException e) {
      if (!SqliteFaults.nothingToRollBack(e)) {
        var broken = new StoreBroken("could not roll back: " + e.getMessage(), e);
        broken.addSuppressed(cause);
        throw broken;
      }
    }
  }

  private void run(String sql) {
    try {
      statements.run(sql);
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  @Override
  public void close() {
    try {
      statements.close();
      connection.close();
    } catch (SQLException e) {
      throw SqliteFaults.of(e, "close");
    }
  }
}
