package dev.belfry.engine.store;

import java.util.ArrayList;
import java.util.List;

/** All that is committed in groups: what waits of every kind goes into one transaction. */
final class Lots {

  private final Transactions transactions;
  private final Room room;
  private final List<Lot<?>> lots = new ArrayList<>();

  Lots(Transactions transactions, Room room) {
    this.transactions = transactions;
    this.room = room;
  }

  <T> Lot<T> add(Group<T> group) {
    var lot = new Lot<>(group);
    lots.add(lot);
    return lot;
  }

  boolean isEmpty() {
    for (var lot : lots) {
      if (!lot.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** How many items it handled. */
  int commit() {
    var count = 0;
    for (var lot : lots.reversed()) { // whoever waits for the last lot finds the others written
      count += lot.take();
    }
    if (count > 0) {
      turnAwayWhileFull();
      if (!isNothingTaken()) {
        commitTaken();
      }
    }
    return count;
  }

  private void commitTaken() {
    try {
      transactions.run(this::writeTaken);
    } catch (StoreBroken broken) {
      throw broken;
    } catch (StoreFull why) {
      runOutOfRoom(why);
      return;
    } catch (StoreBusy why) {
      lots.forEach(lot -> lot.noRoom(why));
      room.pause();
      return;
    } catch (RuntimeException why) {
      transactions.refused(why);
      lots.forEach(lot -> lot.oneByOne(transactions));
      return;
    }
    lots.forEach(Lot::written);
  }

  /**
   * The disk is full: what is new is turned away, and what became of deliveries is written with the
   * help of the reserve; should that be used up too, it waits.
   */
  private void runOutOfRoom(StoreFull why) {
    room.note(why);
    lots.forEach(lot -> lot.noRoom(why));
    if (isNothingTaken()) {
      return;
    }
    try {
      transactions.run(this::writeTaken);
      lots.forEach(Lot::written);
    } catch (StoreFull _) {
      room.pause();
    }
  }

  /** While the reserve is not whole nothing new is let in; looked at now and then. */
  private void turnAwayWhileFull() {
    room.lookNowAndThen();
    if (room.isFull()) {
      var why = new StoreFull("the disk has no room", null);
      lots.forEach(lot -> lot.noRoom(why));
    }
  }

  private boolean isNothingTaken() {
    return lots.stream().allMatch(Lot::isNothingTaken);
  }

  private boolean writeTaken(Tx tx) {
    for (var lot : lots) {
      lot.write(tx);
    }
    return true;
  }

  /** Nothing is written any more. */
  void fail(StoreBroken broken) {
    for (var lot : lots) {
      lot.take();
      lot.fail(broken);
    }
  }
}
