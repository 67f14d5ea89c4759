package dev.belfry.engine.delivery;

import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All lanes and whose turn it is: tenants in turn, each tenant's webhooks in turn. Knows neither
 * threads nor the store: it is told what happened and answers what to do next. Its lock is held for
 * a few instructions at a time.
 */
final class Lanes {

  /** Of what is under way in all, a tenant may have this part while others wait. */
  private static final int TENANT_SHARE = 4;

  /** Of every four places one stays free for a tenant that comes later, however much one wants. */
  private static final int KEPT_FREE = 4;

  /** A lane with fewer ready than this has more loaded. */
  private static final int LOW_WATER = 32;

  /** What a lane may have ready, if there is room in all. */
  private static final Room PLENTY = new Room(1024, 1 << 20);

  /** What a lane may have ready even if there is none: no lane starves because others are stuck. */
  private static final Room LEAST = new Room(4, 1 << 20);

  private final ReentrantLock lock = new ReentrantLock();
  private final InstantSource clock;
  private final LaneLimits limits;
  private final Wanted wanted;
  private final Map<WebhookId, Lane> lanes = new HashMap<>();
  private final Map<TenantId, Lane.Turn> turns = new HashMap<>();
  private final ArrayDeque<Lane.Turn> ring = new ArrayDeque<>();
  private int unrecorded;
  private long bytes;
  private long bytesUnderWay;

  Lanes(InstantSource clock, LaneLimits limits, Wanted wanted) {
    this.clock = clock;
    this.limits = limits;
    this.wanted = wanted;
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

  /** A delivery just stored, for the lane of its webhook. */
  record Offer(Webhook webhook, Due due) {}

  /** Takes in what was just stored, as far as there is room; the rest stays in the store. */
  void offer(List<Offer> offers) {
    lock.lock();
    try {
      var now = clock.millis();
      for (var offer : offers) {
        var lane = lane(offer.webhook);
        if (lane.held.containsKey(offer.due.id())) {
          continue; // a load was faster
        }
        if (hasRoom(lane)) {
          take(lane, offer.due);
        } else {
          lane.more = true;
          lane.skippedWhileLoading = true;
        }
        lookAfter(lane, now);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Says that the store has something of this webhook that is or will be due then. */
  void dueInStore(Webhook webhook, Instant due) {
    lock.lock();
    try {
      var lane = lane(webhook);
      noteDue(lane, due.toEpochMilli());
      lookAfter(lane, clock.millis());
    } finally {
      lock.unlock();
    }
  }

  /** Whose turn it is, if anything may go out now. */
  @Nullable Work next() {
    lock.lock();
    try {
      return pick();
    } finally {
      lock.unlock();
    }
  }

  /** The answer was read: its place is free. Answers what may go out instead. */
  @Nullable Work finished(Work work, Outcome outcome, NextStep next, Instant at) {
    lock.lock();
    try {
      var lane = work.lane;
      lane.inFlight--;
      lane.turn.inFlight--;
      lane.learn(outcome);
      lane.failingSince = failingSince(lane.failingSince, outcome, at);
      hold(lane, next);
      lookAfter(lane, clock.millis());
      return pick();
    } finally {
      lock.unlock();
    }
  }

  private static void hold(Lane lane, NextStep next) {
    var until =
        switch (next) {
          case NextStep.RetryAt(_, var hold) -> hold;
          case NextStep.GiveUp(_, var hold) -> hold;
          case NextStep.Finish _, NextStep.Disable _ -> null;
        };
    if (until != null) {
      lane.holdUntil = Math.max(lane.holdUntil, until.toEpochMilli());
    }
  }

  /** The first failure since the last success or resume, given one more outcome. */
  static @Nullable Instant failingSince(@Nullable Instant so, Outcome outcome, Instant at) {
    return outcome instanceof Outcome.Succeeded ? null : so == null ? at : so;
  }

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
      var now = clock.millis();
      for (var one : all) {
        var lane = one.lane();
        noLongerUnderWay(lane, one.due());
        if (one.due().isSettledElsewhere()) {
          noteDue(lane, now); // it may have been made due again meanwhile
        } else if (one.next() instanceof NextStep.RetryAt(var due, _)) {
          noteDue(lane, due.toEpochMilli());
        }
        lookAfter(lane, now);
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
        noLongerUnderWay(lane, one.due());
        noteDue(lane, again);
        lookAfter(lane, clock.millis());
      }
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
      lane.inFlight--;
      lane.turn.inFlight--;
      noLongerUnderWay(lane, work.due);
      noteDue(lane, again);
      lookAfter(lane, clock.millis());
      return pick();
    } finally {
      lock.unlock();
    }
  }

  /** What is held of a lane, which a load shall leave out, and how much it may bring. */
  LoadPlan planLoad(Lane lane) {
    lock.lock();
    try {
      return new LoadPlan(Set.copyOf(lane.held.keySet()), room());
    } finally {
      lock.unlock();
    }
  }

  /** What a load shall do. */
  record LoadPlan(Set<DeliveryId> leaveOut, Room room) {}

  /** How many deliveries, and how many bytes of their events. */
  record Room(int deliveries, long bytes) {}

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
        if (lane.isOpen()
            && !lane.held.containsKey(due.id())
            && !lane.releasedWhileLoading.contains(due.id())) {
          take(lane, due);
        }
      }
      lane.more = !complete || lane.skippedWhileLoading || !lane.isOpen();
      noteDue(lane, nextDue);
      lane.loading = false;
      lane.releasedWhileLoading.clear();
      lookAfter(lane, clock.millis());
    } finally {
      lock.unlock();
    }
  }

  /** A load could not be made; it will be tried again then, in milliseconds. */
  void loadFailed(Lane lane, long again) {
    lock.lock();
    try {
      lane.loading = false;
      lane.releasedWhileLoading.clear();
      noteDue(lane, again);
      lookAfter(lane, clock.millis());
    } finally {
      lock.unlock();
    }
  }

  /** The timer looks at a lane as it was asked to. */
  void look(Lane lane) {
    lock.lock();
    try {
      lane.timerAt = Lane.NEVER;
      lookAfter(lane, clock.millis());
    } finally {
      lock.unlock();
    }
  }

  /** A webhook was changed: its lane follows. */
  void adapt(Webhook webhook, boolean resumed) {
    lock.lock();
    try {
      var lane = lanes.get(webhook.id());
      if (lane != null) {
        lane.adapt(webhook);
        if (resumed) {
          lane.resume();
        }
        if (!lane.isOpen()) {
          lane.more |= !lane.ready.isEmpty();
          dropReady(lane);
        }
        lookAfter(lane, clock.millis());
      }
    } finally {
      lock.unlock();
    }
  }

  /** What of a webhook is under way or not recorded yet. */
  Set<DeliveryId> underWay(WebhookId webhook) {
    lock.lock();
    try {
      var lane = lanes.get(webhook);
      if (lane == null) {
        return Set.of();
      }
      var ids = new HashSet<>(lane.held.keySet());
      lane.ready.forEach(due -> ids.remove(due.id()));
      return ids;
    } finally {
      lock.unlock();
    }
  }

  /** Whether anything of a tenant is under way or not recorded yet, also of deleted webhooks. */
  boolean hasUnderWay(TenantId tenant) {
    lock.lock();
    try {
      var turn = turns.get(tenant);
      return turn != null && turn.unrecorded > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Forgets a tenant that has nothing any more. */
  void forget(TenantId tenant) {
    lock.lock();
    try {
      turns.remove(tenant);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A webhook takes no more requests: what waits is settled by other means, what is under way ends
   * by itself.
   *
   * @param underWay as it was when settling the others began
   * @param forGood the webhook is gone; else it may come back, and must then know what is under way
   */
  void shut(WebhookId webhook, Set<DeliveryId> underWay, boolean forGood) {
    lock.lock();
    try {
      var lane = forGood ? lanes.remove(webhook) : lanes.get(webhook);
      if (lane != null) {
        lane.shut();
        lane.more = false;
        lane.nextDue = Lane.NEVER;
        lane.timerAt = Lane.NEVER;
        wanted.lookAt(lane, Lane.NEVER);
        dropReady(lane);
        lane.held.values().stream()
            .filter(due -> !underWay.contains(due.id()))
            .forEach(Due::settleElsewhere);
      }
    } finally {
      lock.unlock();
    }
  }

  /** These were settled by other means: not attempted any more, or only recorded if under way. */
  void settledElsewhere(WebhookId webhook, Collection<DeliveryId> ids) {
    lock.lock();
    try {
      var lane = lanes.get(webhook);
      if (lane == null) {
        return;
      }
      for (var id : ids) {
        var due = lane.held.get(id);
        if (due != null) {
          due.settleElsewhere();
          if (lane.ready.remove(due)) {
            lane.readyBytes -= due.weight();
            release(lane, due);
          }
        } else if (lane.loading) {
          lane.releasedWhileLoading.add(id);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Whether this delivery is in memory. */
  boolean holds(WebhookId webhook, DeliveryId id) {
    lock.lock();
    try {
      var lane = lanes.get(webhook);
      return lane != null && lane.held.containsKey(id);
    } finally {
      lock.unlock();
    }
  }

  /** Sets what is known of a webhook from before the start. */
  void remember(Webhook webhook, @Nullable Instant failingSince) {
    lock.lock();
    try {
      lane(webhook).failingSince = failingSince;
    } finally {
      lock.unlock();
    }
  }

  /** Whether nothing is ready, under way, unrecorded or being loaded. */
  boolean isQuiet() {
    lock.lock();
    try {
      return unrecorded == 0
          && lanes.values().stream()
              .noneMatch(lane -> lane.loading || (lane.isOpen() && !lane.held.isEmpty()));
    } finally {
      lock.unlock();
    }
  }

  /** A count of lanes by what they are doing. */
  LaneCounts counts() {
    lock.lock();
    try {
      int busy = 0;
      int tripped = 0;
      int waiting = 0;
      for (var lane : lanes.values()) {
        if (lane.isTripped()) {
          tripped++;
        } else if (lane.inFlight > 0) {
          busy++;
        } else if (!lane.isIdle()) {
          waiting++;
        }
      }
      return new LaneCounts(busy, waiting, tripped, unrecorded);
    } finally {
      lock.unlock();
    }
  }

  private Lane lane(Webhook webhook) {
    return lanes.computeIfAbsent(
        webhook.id(),
        id -> {
          var turn = turns.computeIfAbsent(webhook.tenant(), _ -> new Lane.Turn());
          var lane = new Lane(id, turn, limits.breaker().test(webhook));
          lane.adapt(webhook);
          return lane;
        });
  }

  private boolean hasRoom(Lane lane) {
    return lane.isOpen() && !lane.more && !lane.loading && fits(lane, room());
  }

  private Room room() {
    return bytes < limits.bytesInMemory() ? PLENTY : LEAST;
  }

  private static boolean fits(Lane lane, Room room) {
    return lane.ready.isEmpty()
        || (lane.ready.size() < room.deliveries && lane.readyBytes < room.bytes);
  }

  private void take(Lane lane, Due due) {
    lane.ready.add(due);
    lane.readyBytes += due.weight();
    lane.held.put(due.id(), due);
    bytes += due.weight();
  }

  private void noLongerUnderWay(Lane lane, Due due) {
    unrecorded--;
    lane.turn.unrecorded--;
    bytesUnderWay -= due.weight();
    release(lane, due);
  }

  private void release(Lane lane, Due due) {
    if (lane.held.remove(due.id()) != null) {
      bytes -= due.weight();
    }
    if (lane.loading) {
      lane.releasedWhileLoading.add(due.id());
    }
  }

  private void dropReady(Lane lane) {
    for (var due = lane.ready.poll(); due != null; due = lane.ready.poll()) {
      lane.held.remove(due.id());
      bytes -= due.weight();
    }
    lane.readyBytes = 0;
  }

  private static void noteDue(Lane lane, long due) {
    lane.nextDue = Math.min(lane.nextDue, due);
  }

  /** After anything changed: let it run, have more loaded, or have the timer look again. */
  private void lookAfter(Lane lane, long now) {
    if (!lane.isOpen()) {
      return;
    }
    if (lane.nextDue <= now) {
      lane.more = true;
      lane.nextDue = Lane.NEVER;
      lane.skippedWhileLoading = true;
    }
    if (lane.canRun(now)) {
      enqueue(lane);
    }
    if (lane.more && !lane.loading && lane.ready.size() < LOW_WATER && now >= lane.holdUntil) {
      askForMore(lane);
    }
    var nextLook = now < lane.holdUntil ? lane.holdUntil : lane.nextDue;
    if (nextLook < lane.timerAt) {
      lane.timerAt = nextLook;
      wanted.lookAt(lane, nextLook);
    }
  }

  private void askForMore(Lane lane) {
    if (fits(lane, room())) {
      lane.loading = true;
      lane.skippedWhileLoading = false;
      wanted.load(lane);
    }
  }

  private void enqueue(Lane lane) {
    if (!lane.queued) {
      lane.queued = true;
      lane.turn.lanes.add(lane);
      if (!lane.turn.queued) {
        lane.turn.queued = true;
        ring.add(lane.turn);
      }
    }
  }

  private @Nullable Work pick() {
    var now = clock.millis();
    for (int tries = ring.size(); tries > 0 && hasPlace(); tries--) {
      var turn = ring.remove();
      if (hasItsShare(turn)) {
        ring.add(turn);
        continue;
      }
      var work = pickOf(turn, now);
      if (turn.lanes.isEmpty()) {
        turn.queued = false;
      } else {
        ring.add(turn);
      }
      if (work != null) {
        return work;
      }
    }
    return null;
  }

  private boolean hasItsShare(Lane.Turn turn) {
    var all = limits.inFlight();
    return turn.inFlight >= all - all / KEPT_FREE
        || (turn.inFlight >= all / TENANT_SHARE && !ring.isEmpty());
  }

  private boolean hasPlace() {
    return unrecorded < limits.inFlight()
        && (bytesUnderWay < limits.bytesInMemory() || unrecorded == 0);
  }

  private @Nullable Work pickOf(Lane.Turn turn, long now) {
    for (var lane = turn.lanes.poll(); lane != null; lane = turn.lanes.poll()) {
      lane.queued = false;
      if (lane.canRun(now)) {
        var due = lane.ready.remove();
        lane.readyBytes -= due.weight();
        bytesUnderWay += due.weight();
        lane.inFlight++;
        turn.inFlight++;
        turn.unrecorded++;
        unrecorded++;
        lookAfter(lane, now);
        return new Work(lane, due);
      }
    }
    return null;
  }

  /** What of the lanes is doing what, and how many attempts are under way or unrecorded. */
  record LaneCounts(int busy, int waiting, int tripped, int inFlight) {}

  /** All works that may go out now, up to a number; for starting several at once. */
  List<Work> nextUpTo(int most) {
    lock.lock();
    try {
      var works = new ArrayList<Work>();
      while (works.size() < most) {
        var work = pick();
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
}
