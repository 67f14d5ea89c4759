package dev.belfry.engine.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An open transaction. SQL is written whole by the caller, with {@code ?} for values; statements
 * are prepared once and kept.
 *
 * <p>Values may be {@code null}, {@link String}, {@code byte[]}, {@link Integer}, {@link Long},
 * {@link Boolean} (stored as 0 and 1) and {@link java.time.Instant} (stored as milliseconds since
 * 1970).
 */
public interface Tx {

  <T> List<T> query(String sql, RowReader<T> reader, @Nullable Object... values);

  /** The first row, if there is one. */
  <T> Optional<T> find(String sql, RowReader<T> reader, @Nullable Object... values);

  /** Calls {@code each} row by row until it answers false; nothing is gathered in memory. */
  void scan(String sql, RowVisitor each, @Nullable Object... values);

  /** How many rows it changed. */
  int update(String sql, @Nullable Object... values);

  /** The same statement for many items: the cheapest way to write rows. */
  <T> void updateEach(String sql, Iterable<? extends T> items, Binder<T> binder);

  /**
   * Runs {@code work} so that, when it throws, only what it did is undone and the transaction goes
   * on.
   */
  <T extends @Nullable Object> T nested(Database.Work<T> work);

  /**
   * Has {@code then} run when this transaction is on disk, on the thread that wrote it; never if it
   * is rolled back. Must be quick and must not throw.
   */
  void whenWritten(Runnable then);

  /** Reads one row; columns count from 1. */
  @FunctionalInterface
  interface RowReader<T> {
    T read(Row row);
  }

  /** Is shown one row after another. */
  @FunctionalInterface
  interface RowVisitor {
    boolean visit(Row row);
  }

  /** Sets the values of one item; columns count from 1. */
  @FunctionalInterface
  interface Binder<T> {
    void bind(Values values, T item);
  }

  /** The row a statement stands on. */
  interface Row {
    long number(int column);

    @Nullable Long numberOrNull(int column);

    String text(int column);

    @Nullable String textOrNull(int column);

    byte[] bytes(int column);

    byte @Nullable [] bytesOrNull(int column);

    boolean flag(int column);

    java.time.Instant instant(int column);

    java.time.@Nullable Instant instantOrNull(int column);
  }

  /** The values of a statement about to run. */
  interface Values {
    void set(int column, long value);

    void set(int column, @Nullable String value);

    void set(int column, byte @Nullable [] value);

    void set(int column, java.time.@Nullable Instant value);

    void setNull(int column);
  }
}
