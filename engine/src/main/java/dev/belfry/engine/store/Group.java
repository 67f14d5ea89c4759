package dev.belfry.engine.store;

import java.util.List;

/**
 * One kind of work that is committed in groups: many callers, one transaction, one sync. All
 * methods are called on the committer's thread, and must not wait for anything but the store.
 */
public interface Group<T> {

  /** Writes all of {@code items}; whatever it throws undoes the whole transaction. */
  void write(Tx tx, List<T> items);

  /** All of {@code items} are on disk. */
  void written(List<T> items);

  /** None of {@code items} was written. */
  void failed(List<T> items, RuntimeException why);

  /** Whether items are kept and written later when the disk is full, instead of failing. */
  default boolean waitsForRoom() {
    return false;
  }
}
