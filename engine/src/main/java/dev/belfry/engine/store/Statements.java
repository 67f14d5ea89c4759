package dev.belfry.engine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The prepared statements of one connection, kept by their text. A statement is taken out while it
 * runs, so that a reader of rows may run the same text again.
 */
final class Statements implements AutoCloseable {

  private static final int KEPT = 256;

  private final Connection connection;
  private final SequencedMap<String, PreparedStatement> idle = new LinkedHashMap<>();

  Statements(Connection connection) {
    this.connection = connection;
  }

  PreparedStatement take(String sql) throws SQLException {
    var kept = idle.remove(sql);
    return kept != null ? kept : connection.prepareStatement(sql);
  }

  void giveBack(String sql, PreparedStatement statement) throws SQLException {
    var other = idle.put(sql, statement);
    if (other != null) {
      other.close();
    }
    if (idle.size() > KEPT) {
      idle.pollFirstEntry().getValue().close();
    }
  }

  /** Runs a statement without values; one that failed is of no further use to the driver. */
  void run(String sql) throws SQLException {
    var statement = take(sql);
    try {
      statement.execute();
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
    giveBack(sql, statement);
  }

  @Override
  public void close() throws SQLException {
    for (var statement : idle.values()) {
      statement.close();
    }
    idle.clear();
  }
}
