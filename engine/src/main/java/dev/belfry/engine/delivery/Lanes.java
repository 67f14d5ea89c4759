package dev.belfry.engine.delivery;

import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All lanes and whose turn it is: what deliveries and attempts do to them. Knows neither threads
 * nor the store: it is told what happened and answers what to do next. Its lock is held for a few
 * instructions at a time.
 */
final class Lanes {

  private final LaneTable table;
  private final LaneChanges changes;
  private final ReentrantLock lock;

  Lanes(InstantSource clock, LaneLimits limits, Wanted wanted) {
    this.table = new LaneTable(clock, limits, wanted);
    this.changes = new LaneChanges(table);
    this.lock = table.lock;
  }

  /** What the lanes ask for; called with the lock held, must only take a note. */
  interface Wanted {
    /** More of this lane from the store. */
    void load(Lane lane);

    /**
     * A look at this lane at that time, in milliseconds, and not at the time asked for before;
     * {@link Lane#NEVER} for no look.
     */
    void lookAt(Lane lane, long at);
  }

  /** One delivery to be attempted now. */
  record Work(Lane lane, Due due) {}

  /**
   * A delivery just stored, for the lane of its webhook.
   *
   * @param at when it is due, in milliseconds
   */
  record Offer(Webhook webhook, Due due, long at) {
    /** One that is due at once. */
    Offer(Webhook webhook, Due due) {
      this(webhook, due, 0);
    }
  }

  /** How many deliveries, and how many bytes of their events. */
  record Room(int deliveries, long bytes) {}

  /** How lanes follow what is not an attempt. */
  LaneChanges changes() {
    return changes;
  }

  /** Takes in what was just stored, as far as there is room; the rest stays in the store. */
  void offer(List<Offer> offers) {
    lock.lock();
    try {
      var now = table.now();
      for (var offer : offers) {
        var lane = table.of(offer.webhook);
        if (lane.held.containsKey(offer.due.id())) {
          continue; // a load was faster
        }
        if (lane.isGathering()) {
          LaneTable.noteDue(lane, lane.gather() ? now : offer.at);
        } else if (table.holdings.hasRoomForNew(lane)) {
          table.holdings.take(lane, offer.due);
        } else {
          lane.more = true;
          lane.skippedWhileLoading = true;
        }
        table.lookAfter(lane, now);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Says that the store has something of this webhook that is or will be due then. */
  void dueInStore(Webhook webhook, Instant due) {
    lock.lock();
    try {
      var lane = table.of(webhook);
      LaneTable.noteDue(lane, due.toEpochMilli());
      table.lookAfter(lane, table.now());
    } finally {
      lock.unlock();
    }
  }

  /** Whose turn it is, if anything may go out now. */
  @Nullable Work next() {
    lock.lock();
    try {
      return table.next();
    } finally {
      lock.unlock();
    }
  }

  /** All works that may go out now, up to a number; for starting several at once. */
  List<Work> nextUpTo(int most) {
    lock.lock();
    try {
      var works = new ArrayList<Work>();
      while (works.size() < most) {
        var work = table.next();
        if (work == null) {
          break;
        }
        works.add(work);
      }
      return works;
    } finally {
      lock.unlock();
    }
  }

  /** The answer was read: its place is free. Answers what may go out instead. */
  @Nullable Work finished(Work work, Outcome outcome, NextStep next, Instant at) {
    lock.lock();
    try {
      var lane = work.lane;
      table.turns.ended(lane);
      lane.learn(outcome, next, at);
      if (lane.isSerial() && next instanceof NextStep.RetryAt) {
        lane.more |= !lane.ready.isEmpty();
        table.holdings.dropReady(lane); // what is to be made again goes first
      }
      table.lookAfter(lane, table.now());
      return table.next();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Nothing was attempted after all: its place is free. Answers what may go out instead.
   *
   * @param again when the store is to be asked for it, in milliseconds; {@link Lane#NEVER} if it
   *     was settled
   */
  @Nullable Work abandoned(Work work, long again) {
    lock.lock();
    try {
      var lane = work.lane;
      table.turns.ended(lane);
      table.done(lane, work.due);
      LaneTable.noteDue(lane, again);
      table.lookAfter(lane, table.now());
      return table.next();
    } finally {
      lock.unlock();
    }
  }

  /** The first failure since the last success or resume. */
  @Nullable Instant failingSince(Lane lane) {
    lock.lock();
    try {
      return lane.failingSince;
    } finally {
      lock.unlock();
    }
  }

  /** Outcomes are on disk: what they held is free. */
  void recorded(List<Recorded> all) {
    lock.lock();
    try {
      var now = table.now();
      for (var one : all) {
        var lane = one.lane();
        table.done(lane, one.due());
        if (one.due().isSettledElsewhere()) {
          LaneTable.noteDue(lane, now); // it may have been made due again meanwhile
        }
        if (one.next() instanceof NextStep.RetryAt(var due, _)) {
          LaneTable.noteDue(lane, due.toEpochMilli());
        }
        table.lookAfter(lane, now);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Outcomes could not be written: their places are free, and they are due again in a while. */
  void unrecorded(List<Recorded> all, long again) {
    lock.lock();
    try {
      for (var one : all) {
        var lane = one.lane();
        table.done(lane, one.due());
        LaneTable.noteDue(lane, again);
        table.lookAfter(lane, table.now());
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is held of a lane, which a load shall leave out, and how much it may bring. */
  LoadPlan planLoad(Lane lane) {
    lock.lock();
    try {
      lane.gathered = 0;
      return new LoadPlan(Set.copyOf(lane.held.keySet()), table.holdings.room());
    } finally {
      lock.unlock();
    }
  }

  /** What a load shall do. */
  record LoadPlan(Set<DeliveryId> leaveOut, Room room) {}

  /**
   * A load has ended.
   *
   * @param complete whether it found all that was due
   * @param nextDue when the first of the rest is due, in milliseconds
   */
  void loaded(Lane lane, List<Due> found, boolean complete, long nextDue) {
    lock.lock();
    try {
      for (var due : found) {
        if (lane.isOpen() && !lane.shutWhileLoading && isUnknown(lane, due)) {
          table.holdings.take(lane, due);
        }
      }
      lane.more = !complete || lane.skippedWhileLoading || lane.shutWhileLoading || !lane.isOpen();
      LaneTable.noteDue(lane, nextDue);
      loadEnded(lane);
    } finally {
      lock.unlock();
    }
  }

  /** A batch is so only as a whole. */
  private static boolean isUnknown(Lane lane, Due due) {
    for (var one : due.all()) {
      if (lane.held.containsKey(one.id()) || lane.releasedWhileLoading.contains(one.id())) {
        lane.skippedWhileLoading |= due.batch() != null;
        return false;
      }
    }
    return true;
  }

  /** Deliveries that gather on, as a load found them. */
  void gathers(Lane lane, int count) {
    lock.lock();
    try {
      lane.gathered += count;
    } finally {
      lock.unlock();
    }
  }

  /** A load could not be made; it will be tried again then, in milliseconds. */
  void loadFailed(Lane lane, long again) {
    lock.lock();
    try {
      lane.more = false; // until then
      LaneTable.noteDue(lane, again);
      loadEnded(lane);
    } finally {
      lock.unlock();
    }
  }

  private void loadEnded(Lane lane) {
    lane.loading = false;
    lane.shutWhileLoading = false;
    lane.releasedWhileLoading.clear();
    table.lookAfter(lane, table.now());
  }

  /** The timer looks at a lane as it was asked to. */
  void look(Lane lane) {
    lock.lock();
    try {
      lane.timerAt = Lane.NEVER;
      table.lookAfter(lane, table.now());
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is ready, under way, unrecorded or being loaded. */
  boolean isQuiet() {
    lock.lock();
    try {
      return table.turns.unrecorded() == 0
          && table.all().stream()
              .noneMatch(lane -> lane.loading || (lane.isOpen() && !lane.held.isEmpty()));
    } finally {
      lock.unlock();
    }
  }

  /** A count of lanes by what they are doing. */
  LaneCounts counts() {
    lock.lock();
    try {
      return LaneCounts.of(table.all(), table.turns.unrecorded());
    } finally {
      lock.unlock();
    }
  }
}
