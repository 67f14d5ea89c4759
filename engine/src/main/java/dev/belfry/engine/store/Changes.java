package dev.belfry.engine.store;

import java.util.ArrayDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Changes of webhooks, tenants and the like: one transaction each, since a change must see in
 * memory what the one before it did. Anyone adds; one thread does the rest.
 */
final class Changes {

  private static final int MOST_AT_ONCE = 64;

  private final Transactions transactions;
  private final Room room;
  private final ConcurrentLinkedQueue<Change<?>> queue = new ConcurrentLinkedQueue<>();

  /** Those that there was no room for. */
  private final ArrayDeque<Change<?>> postponed = new ArrayDeque<>();

  private long postponedUntil;

  Changes(Transactions transactions, Room room) {
    this.transactions = transactions;
    this.room = room;
  }

  void add(Change<?> change) {
    queue.add(change);
  }

  /** Whether there is nothing to be done now. */
  boolean isEmpty() {
    return queue.isEmpty() && !isPostponedDue();
  }

  boolean hasPostponed() {
    return !postponed.isEmpty();
  }

  private boolean isPostponedDue() {
    return !postponed.isEmpty() && System.nanoTime() - postponedUntil >= 0;
  }

  /** How many it handled. */
  int commit() {
    var count = 0;
    if (isPostponedDue()) {
      queue.addAll(postponed);
      postponed.clear();
    }
    for (var change = queue.poll(); change != null; change = queue.poll()) {
      commit(change);
      if (++count == MOST_AT_ONCE) {
        break;
      }
    }
    return count;
  }

  private <T extends @Nullable Object> void commit(Change<T> change) {
    T result;
    try {
      result = transactions.run(change.work());
    } catch (StoreBroken broken) {
      change.fail(broken);
      throw broken;
    } catch (RuntimeException why) {
      room.note(why);
      failOrPostpone(change, why);
      return;
    }
    Failpoint.BEFORE_CHANGE_APPLIED.hit();
    try {
      change.applied().accept(result);
      change.done().complete(result);
    } catch (RuntimeException why) {
      transactions.refused(why);
      change.fail(why);
    }
  }

  private void failOrPostpone(Change<?> change, RuntimeException why) {
    if (change.waitsForRoom() && (why instanceof StoreFull || why instanceof StoreBusy)) {
      postponed.add(change);
      postponedUntil = System.nanoTime() + Room.PAUSE_NANOS;
    } else {
      change.fail(why);
    }
  }

  /** At the end; what still finds no room is found again at the next start. */
  void tryPostponedOnceMore() {
    for (var change = postponed.poll(); change != null; change = postponed.poll()) {
      commit(change.forTheLastTime());
    }
  }

  /** Nothing is written any more. */
  void fail(StoreBroken broken) {
    postponed.clear();
    for (var change = queue.poll(); change != null; change = queue.poll()) {
      change.fail(broken);
    }
  }
}
