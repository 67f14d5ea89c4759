package dev.belfry.engine.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The values of a JDBC statement. */
final class SqliteValues implements Tx.Values {

  private final PreparedStatement statement;
  private final String sql;

  SqliteValues(PreparedStatement statement, String sql) {
    this.statement = statement;
    this.sql = sql;
  }

  @Override
  public void set(int column, long value) {
    try {
      statement.setLong(column, value);
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  @Override
  public void set(int column, @Nullable String value) {
    try {
      statement.setString(column, value);
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  @Override
  public void set(int column, byte @Nullable [] value) {
    try {
      statement.setBytes(column, value);
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  @Override
  public void set(int column, @Nullable Instant value) {
    if (value == null) {
      setNull(column);
    } else {
      set(column, value.toEpochMilli());
    }
  }

  @Override
  public void setNull(int column) {
    try {
      statement.setNull(column, Types.NULL);
    } catch (SQLException e) {
      throw SqliteFaults.of(e, sql);
    }
  }

  void setAll(@Nullable Object[] values) {
    for (int i = 0; i < values.length; i++) {
      setAny(i + 1, values[i]);
    }
  }

  private void setAny(int column, @Nullable Object value) {
    switch (value) {
      case null -> setNull(column);
      case String text -> set(column, text);
      case Long number -> set(column, number.longValue());
      case Integer number -> set(column, number.longValue());
      case byte[] bytes -> set(column, bytes);
      case Boolean flag -> set(column, flag ? 1L : 0L);
      case Instant instant -> set(column, instant.toEpochMilli());
      default ->
          throw new IllegalArgumentException(
              "value " + column + " has a kind the store does not keep: " + value.getClass());
    }
  }
}
