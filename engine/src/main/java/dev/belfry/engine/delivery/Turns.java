package dev.belfry.engine.delivery;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Whose turn it is: tenants in turn, each tenant's lanes in turn, as far as there are places.
 * Guarded by the lock of {@link LaneTable}.
 */
final class Turns {

  /** Of what is under way in all, a tenant may have this part while others wait. */
  private static final int TENANT_SHARE = 4;

  /** Of every four places one stays free for a tenant that comes later, however much one wants. */
  private static final int KEPT_FREE = 4;

  private final LaneLimits limits;
  private final ArrayDeque<Lane.Turn> ring = new ArrayDeque<>();
  private int unrecorded;
  private long bytesUnderWay;

  Turns(LaneLimits limits) {
    this.limits = limits;
  }

  /** Under way, or made and not on disk yet. */
  int unrecorded() {
    return unrecorded;
  }

  void enqueue(Lane lane) {
    if (!lane.queued) {
      lane.queued = true;
      lane.turn.lanes.add(lane);
      if (!lane.turn.queued) {
        lane.turn.queued = true;
        ring.add(lane.turn);
      }
    }
  }

  /** Takes the next delivery that may go out now; its place is taken. */
  Lanes.@Nullable Work take(long now) {
    for (int tries = ring.size(); tries > 0 && hasPlace(); tries--) {
      var turn = ring.remove();
      if (hasItsShare(turn)) {
        ring.add(turn);
        continue;
      }
      var work = takeOf(turn, now);
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

  private Lanes.@Nullable Work takeOf(Lane.Turn turn, long now) {
    for (var lane = turn.lanes.poll(); lane != null; lane = turn.lanes.poll()) {
      lane.queued = false;
      if (lane.canRun(now)) {
        var due = lane.ready.remove();
        lane.rate.spend(now);
        lane.readyBytes -= due.weight();
        bytesUnderWay += due.weight();
        lane.inFlight++;
        turn.inFlight++;
        turn.unrecorded++;
        unrecorded++;
        return new Lanes.Work(lane, due);
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

  /** The answer was read, or nothing was sent after all. */
  void ended(Lane lane) {
    lane.inFlight--;
    lane.turn.inFlight--;
  }

  /** Nothing of it waits to be written any more. */
  void forget(Lane lane, Due due) {
    unrecorded--;
    lane.turn.unrecorded--;
    bytesUnderWay -= due.weight();
  }
}
