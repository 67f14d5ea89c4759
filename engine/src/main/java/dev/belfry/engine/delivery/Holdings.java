package dev.belfry.engine.delivery;

/**
 * What lanes hold in memory, within bounds: the rest stays in the store. Guarded by the lock of
 * {@link LaneTable}.
 */
final class Holdings {

  /** What a lane may have ready, if there is room in all. */
  private static final Lanes.Room PLENTY = new Lanes.Room(1024, 1 << 20);

  /** What a lane may have ready even if there is none: no lane starves because others are stuck. */
  private static final Lanes.Room LEAST = new Lanes.Room(4, 1 << 20);

  private final LaneLimits limits;
  private long bytes;

  Holdings(LaneLimits limits) {
    this.limits = limits;
  }

  /** How much one lane may have. */
  Lanes.Room room() {
    return bytes < limits.bytesInMemory() ? PLENTY : LEAST;
  }

  /** Whether what was just stored may stay in memory: nothing older of the lane waits elsewhere. */
  boolean hasRoomForNew(Lane lane) {
    return lane.isOpen() && !lane.more && !lane.loading && hasRoom(lane);
  }

  boolean hasRoom(Lane lane) {
    var room = room();
    return lane.ready.isEmpty()
        || (lane.ready.size() < room.deliveries() && lane.readyBytes < room.bytes());
  }

  void take(Lane lane, Due due) {
    lane.ready.add(due);
    lane.readyBytes += due.weight();
    lane.held.put(due.id(), due);
    if (due.batch() != null) {
      due.all().forEach(one -> lane.held.put(one.id(), one));
    }
    bytes += due.weight();
  }

  void release(Lane lane, Due due) {
    if (lane.held.remove(due.id()) != null) {
      bytes -= due.weight();
    }
    if (lane.loading) {
      due.all().forEach(one -> lane.releasedWhileLoading.add(one.id()));
    }
    removeMembers(lane, due);
  }

  /** One that is ready need not go out any more. */
  void withdraw(Lane lane, Due due) {
    if (lane.ready.remove(due)) {
      lane.readyBytes -= due.weight();
      release(lane, due);
    }
  }

  /** Nothing that is ready may go out any more. */
  void dropReady(Lane lane) {
    for (var due = lane.ready.poll(); due != null; due = lane.ready.poll()) {
      lane.held.remove(due.id());
      removeMembers(lane, due);
      bytes -= due.weight();
    }
    lane.readyBytes = 0;
  }

  private static void removeMembers(Lane lane, Due due) {
    if (due.batch() != null) {
      due.all().forEach(one -> lane.held.remove(one.id()));
    }
  }
}
