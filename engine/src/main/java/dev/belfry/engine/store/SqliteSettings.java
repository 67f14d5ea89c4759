package dev.belfry.engine.store;

import java.time.Duration;

/**
 * How the embedded store is run. {@link #DEFAULTS} is what the server uses; tests change single
 * members.
 *
 * @param pageSize bytes of a page; counts when the store is made, later ignored
 * @param sync anything but {@link SyncMode#FULL} is refused without {@code allowUnsafe}
 * @param allowUnsafe lets the store start on a folder in memory or on a network, or with a weaker
 *     {@code sync}
 * @param cacheKib page cache of the connection that writes
 * @param reserveBytes disk space kept so that outcomes can still be written on a full disk
 * @param migrations folder of the migrations on the class path
 */
public record SqliteSettings(
    int pageSize,
    SyncMode sync,
    boolean allowUnsafe,
    int cacheKib,
    Reading reading,
    Log log,
    int reserveBytes,
    String migrations) {

  private static final int MIB = 1024 * 1024;

  public static final SqliteSettings DEFAULTS =
      new SqliteSettings(
          4096,
          SyncMode.FULL,
          false,
          16 * 1024,
          new Reading(3, Duration.ofSeconds(1), Duration.ofSeconds(5), 4 * 1024),
          new Log(16L * MIB, 256L * MIB, 1024L * MIB),
          8 * MIB,
          "dev/belfry/engine/store/migrations");

  public SqliteSettings {
    if (pageSize < 512 || pageSize > 65_536 || Integer.bitCount(pageSize) != 1) {
      throw new IllegalArgumentException("pageSize must be a power of two from 512 to 65536");
    }
  }

  /**
   * The connections that read.
   *
   * @param readers how many of them, each with a thread of its own
   * @param patience how long a read waits for a free one
   * @param limit a read that takes longer is cut off
   * @param cacheKib page cache of each
   */
  public record Reading(int readers, Duration patience, Duration limit, int cacheKib) {
    public Reading {
      if (readers < 1 || readers > 64) {
        throw new IllegalArgumentException("readers must be 1 to 64");
      }
    }
  }

  /**
   * The write-ahead log.
   *
   * @param stepBytes it is copied into the database whenever it has grown by this much
   * @param resetBytes from this size on it is started anew at a pause
   * @param limitBytes from this size on acceptance should slow
   */
  public record Log(long stepBytes, long resetBytes, long limitBytes) {
    public Log {
      if (stepBytes > resetBytes || resetBytes > limitBytes) {
        throw new IllegalArgumentException("the log's limits must grow: step, reset, limit");
      }
    }
  }

  public SqliteSettings withPageSize(int bytes) {
    return new SqliteSettings(
        bytes, sync, allowUnsafe, cacheKib, reading, log, reserveBytes, migrations);
  }

  public SqliteSettings withSync(SyncMode mode) {
    return new SqliteSettings(
        pageSize, mode, allowUnsafe, cacheKib, reading, log, reserveBytes, migrations);
  }

  public SqliteSettings withUnsafeAllowed(boolean allowed) {
    return new SqliteSettings(
        pageSize, sync, allowed, cacheKib, reading, log, reserveBytes, migrations);
  }

  public SqliteSettings withReading(Reading other) {
    return new SqliteSettings(
        pageSize, sync, allowUnsafe, cacheKib, other, log, reserveBytes, migrations);
  }

  public SqliteSettings withLog(Log other) {
    return new SqliteSettings(
        pageSize, sync, allowUnsafe, cacheKib, reading, other, reserveBytes, migrations);
  }

  public SqliteSettings withMigrations(String folder) {
    return new SqliteSettings(
        pageSize, sync, allowUnsafe, cacheKib, reading, log, reserveBytes, folder);
  }
}
