package dev.belfry.engine.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A row of a JDBC result set. */
final class SqliteRow implements Tx.Row {

  private final ResultSet rows;
  private final String sql;

  SqliteRow(ResultSet rows, String sql) {
    this.rows = rows;
    this.sql = sql;
  }

  @Override
  public long number(int column) {
    try {
      long value = rows.getLong(column);
      if (value == 0 && rows.wasNull()) {
        throw unexpectedNull(column);
      }
      return value;
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  @Override
  public @Nullable Long numberOrNull(int column) {
    try {
      long value = rows.getLong(column);
      return value == 0 && rows.wasNull() ? null : value;
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  @Override
  public String text(int column) {
    var value = textOrNull(column);
    if (value == null) {
      throw unexpectedNull(column);
    }
    return value;
  }

  @Override
  public @Nullable String textOrNull(int column) {
    try {
      return rows.getString(column);
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  @Override
  public byte[] bytes(int column) {
    var value = bytesOrNull(column);
    if (value == null) {
      throw unexpectedNull(column);
    }
    return value;
  }

  @Override
  public byte @Nullable [] bytesOrNull(int column) {
    try {
      return rows.getBytes(column);
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  @Override
  public boolean flag(int column) {
    return number(column) != 0;
  }

  @Override
  public Instant instant(int column) {
    return Instant.ofEpochMilli(number(column));
  }

  @Override
  public @Nullable Instant instantOrNull(int column) {
    var millis = numberOrNull(column);
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  private StatementFailed unexpectedNull(int column) {
    return new StatementFailed("column " + column + " is null (" + sql.strip() + ")", false, null);
  }
}
