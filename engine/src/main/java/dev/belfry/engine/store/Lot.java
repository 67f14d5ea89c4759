package dev.belfry.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * What waits of one kind, and what of it is being written. Anyone adds; one thread does the rest.
 */
final class Lot<T> {

  private static final int MOST_ITEMS = 4096;

  private final Group<T> group;
  private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
  private List<T> taken = new ArrayList<>();

  Lot(Group<T> group) {
    this.group = group;
  }

  void add(T item) {
    queue.add(item);
  }

  boolean isEmpty() {
    return taken.isEmpty() && queue.isEmpty();
  }

  boolean isNothingTaken() {
    return taken.isEmpty();
  }

  /** Takes what waits; answers how many are taken now. */
  int take() {
    while (taken.size() < MOST_ITEMS) {
      var item = queue.poll();
      if (item == null) {
        break;
      }
      taken.add(item);
    }
    return taken.size();
  }

  void write(Tx tx) {
    if (!taken.isEmpty()) {
      group.write(tx, taken);
    }
  }

  void written() {
    var items = takeBack();
    if (!items.isEmpty()) {
      group.written(items);
    }
  }

  void noRoom(RuntimeException why) {
    if (!group.waitsForRoom()) {
      fail(why);
    }
  }

  void fail(RuntimeException why) {
    var items = takeBack();
    if (!items.isEmpty()) {
      group.failed(items, why);
    }
  }

  /** After the committer ended: in the caller's thread. */
  void failQueued(RuntimeException why) {
    for (var item = queue.poll(); item != null; item = queue.poll()) {
      group.failed(List.of(item), why);
    }
  }

  /** After a fault that is not the store's: only the item that causes it shall fail. */
  void oneByOne(Transactions transactions) {
    for (var item : takeBack()) {
      var alone = List.of(item);
      try {
        transactions.run(tx -> {
          group.write(tx, alone);
          return true;
        });
        group.written(alone);
      } catch (StoreBroken broken) {
        throw broken;
      } catch (RuntimeException why) {
        transactions.refused(why);
        group.failed(alone, why);
      }
    }
  }

  private List<T> takeBack() {
    var items = taken;
    taken = new ArrayList<>();
    return items;
  }
}
