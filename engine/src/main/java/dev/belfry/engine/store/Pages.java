package dev.belfry.engine.store;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads what may be very long in many short reads, none of which stands in anybody's way. */
public final class Pages {

  private static final int ROWS = 1000;

  private Pages() {}

  /** A part of what is to be read, in the order of its keys. */
  @FunctionalInterface
  public interface Part<K, T> {
    /** What follows after {@code after}; less than {@code limit} only at the end. */
    List<T> read(Tx tx, K after, int limit);
  }

  /**
   * Calls {@code each} for all there is, outside of any read.
   *
   * @param before smaller than every key
   */
  public static <K, T> void each(
      Database database, K before, Part<K, T> part, Function<T, K> key, Consumer<T> each) {
    inOrder(database, before, part, key, page -> page.forEach(each));
  }

  /** The same, a page at a time. */
  public static <K, T> void inOrder(
      Database database, K before, Part<K, T> part, Function<T, K> key, Consumer<List<T>> each) {
    var after = before;
    while (true) {
      var from = after;
      var page = database.read(tx -> part.read(tx, from, ROWS));
      if (page.isEmpty()) {
        return;
      }
      each.accept(page);
      if (page.size() < ROWS) {
        return;
      }
      after = key.apply(page.getLast());
    }
  }
}
