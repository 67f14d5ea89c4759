package dev.belfry.engine.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One transaction on one connection; of use only until it ends. */
final class SqliteTx implements Tx {

  /** Rows handed to the driver at once: it keeps their values until they are run. */
  private static final int ROWS_AT_ONCE = 256;

  private static final String SAVEPOINT = "savepoint nested";
  private static final String RELEASE = "release nested";
  private static final String UNDO = "rollback to nested";

  private final Statements statements;
  private final boolean writes;
  private final List<Runnable> whenWritten = new ArrayList<>(1);
  private boolean ended;

  /** Set by a fault after which SQLite may have rolled back by itself: nothing more may run. */
  private @Nullable RuntimeException fault;

  /**
   * @param writes whether this transaction may change anything
   */
  SqliteTx(Statements statements, boolean writes) {
    this.statements = statements;
    this.writes = writes;
  }

  @Override
  public <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... values) {
    var found = new ArrayList<T>();
    scan(
        sql,
        row -> {
          found.add(reader.read(row));
          return true;
        },
        values);
    return found;
  }

  @Override
  public <T> Optional<T> find(String sql, RowReader<T> reader, @Nullable Object... values) {
    var found = new ArrayList<T>(1);
    scan(
        sql,
        row -> {
          found.add(reader.read(row));
          return false;
        },
        values);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getFirst());
  }

  @Override
  public void scan(String sql, RowVisitor each, @Nullable Object... values) {
    with(
        sql,
        (statement, bound) -> {
          bound.setAll(values);
          try (var rows = statement.executeQuery()) {
            var row = new SqliteRow(rows, sql);
            boolean more = rows.next();
            while (more && each.visit(row)) {
              more = rows.next();
            }
          }
          return 0;
        });
  }

  @Override
  public int update(String sql, @Nullable Object... values) {
    checkWrites(sql);
    return with(
        sql,
        (statement, bound) -> {
          bound.setAll(values);
          statement.addBatch();
          return sum(statement.executeLargeBatch());
        });
  }

  @Override
  public <T> void updateEach(String sql, Iterable<? extends T> items, Binder<T> binder) {
    checkWrites(sql);
    with(
        sql,
        (statement, bound) -> {
          int waiting = 0;
          for (T item : items) {
            binder.bind(bound, item);
            statement.addBatch();
            waiting++;
            if (waiting == ROWS_AT_ONCE) {
              statement.executeLargeBatch();
              waiting = 0;
            }
          }
          if (waiting > 0) {
            statement.executeLargeBatch();
          }
          return 0;
        });
  }

  @Override
  public <T extends @Nullable Object> T nested(Database.Work<T> work) {
    run(SAVEPOINT);
    var before = whenWritten.size();
    T result;
    try {
      result = work.in(this);
    } catch (RuntimeException | Error e) {
      if (fault == null) {
        run(UNDO);
        run(RELEASE);
      }
      whenWritten.subList(before, whenWritten.size()).clear();
      throw e;
    }
    run(RELEASE);
    return result;
  }

  @Override
  public void whenWritten(Runnable then) {
    whenWritten.add(then);
  }

  /** It is on disk. */
  void written() {
    whenWritten.forEach(Runnable::run);
  }

  /** From here on every use is a fault of the program. */
  void end() {
    ended = true;
  }

  /**
   * @throws RuntimeException the fault that ended this transaction early, though the caller may
   *     have caught it
   */
  void checkSound() {
    if (fault != null) {
      throw fault;
    }
  }

  private void checkWrites(String sql) {
    if (!writes) {
      throw new StatementFailed("a read cannot change anything (" + sql.strip() + ")", false, null);
    }
  }

  private void run(String sql) {
    with(
        sql,
        (statement, _) -> {
          statement.execute();
          return 0;
        });
  }

  private int with(String sql, Step step) {
    if (ended) {
      throw new IllegalStateException("the transaction has ended");
    }
    checkSound();
    try {
      var statement = statements.take(sql);
      boolean done = false;
      try {
        int answer = step.run(statement, new SqliteValues(statement, sql));
        done = true;
        return answer;
      } finally {
        if (done) {
          statements.giveBack(sql, statement);
        } else {
          statement.close();
        }
      }
    } catch (SQLException e) {
      throw noted(SqliteFaults.of(e, sql));
    } catch (StoreFull | StoreBroken | StoreBusy e) {
      throw noted(e);
    }
  }

  /** Only a fault of the statement itself leaves the transaction as it was. */
  private RuntimeException noted(RuntimeException told) {
    if (!(told instanceof StatementFailed) && fault == null) {
      fault = told;
    }
    return told;
  }

  private static int sum(long[] changed) {
    long sum = 0;
    for (long one : changed) {
      sum += one;
    }
    return Math.toIntExact(sum);
  }

  @FunctionalInterface
  private interface Step {
    int run(PreparedStatement statement, SqliteValues values) throws SQLException;
  }
}
