package dev.belfry.engine.store;

import java.sql.SQLException;
import java.util.Set;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What SQLite's error codes mean to us. Only the low byte is the kind of fault. */
final class SqliteFaults {

  private static final int KIND = 0xff;

  /** Faults of the disk, the file or the memory: nothing written from here on can be trusted. */
  private static final Set<Integer> BROKEN =
      Set.of(
          SQLiteErrorCode.SQLITE_IOERR.code,
          SQLiteErrorCode.SQLITE_CORRUPT.code,
          SQLiteErrorCode.SQLITE_NOTADB.code,
          SQLiteErrorCode.SQLITE_CANTOPEN.code,
          SQLiteErrorCode.SQLITE_READONLY.code,
          SQLiteErrorCode.SQLITE_NOMEM.code,
          SQLiteErrorCode.SQLITE_PROTOCOL.code,
          SQLiteErrorCode.SQLITE_NOLFS.code,
          SQLiteErrorCode.SQLITE_PERM.code,
          SQLiteErrorCode.SQLITE_INTERNAL.code);

  private SqliteFaults() {}

  static RuntimeException of(SQLException fault, String sql) {
    int code = fault instanceof SQLiteException known ? known.getResultCode().code : 0;
    int kind = code & KIND;
    var told = fault.getMessage() + " (" + firstLine(sql) + ")";
    if (code == SQLiteErrorCode.SQLITE_FULL.code
        || code == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE.code) {
      // the log's index could not grow: no room either, and nothing was damaged
      return new StoreFull("the disk is full: " + told, fault);
    }
    if (BROKEN.contains(kind)) {
      return new StoreBroken("the store failed: " + told, fault);
    }
    if (kind == SQLiteErrorCode.SQLITE_BUSY.code
        || kind == SQLiteErrorCode.SQLITE_LOCKED.code
        || kind == SQLiteErrorCode.SQLITE_INTERRUPT.code) {
      return new StoreBusy("the store is busy: " + told, fault);
    }
    return new StatementFailed(told, kind == SQLiteErrorCode.SQLITE_CONSTRAINT.code, fault);
  }

  /** SQLite has already rolled back by itself: there is nothing left to undo. */
  static boolean nothingToRollBack(SQLException fault) {
    return String.valueOf(fault.getMessage()).contains("no transaction is active");
  }

  private static String firstLine(String sql) {
    var line = sql.strip().lines().findFirst().orElse("");
    return line.length() > 120 ? line.substring(0, 120) : line;
  }
}
