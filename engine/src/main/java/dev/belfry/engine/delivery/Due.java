package dev.belfry.engine.delivery;

import dev.belfry.engine.event.Event;

/** A delivery in memory that may be attempted now, or is being attempted. */
final class Due {

  private final DeliveryId id;
  private final long tenantNumber;
  private final Origin origin;
  private final Event event;
  private final int attempts;
  private final int step;
  private final int weight;

  /** Set on the committer's thread when it is settled by other means while in memory. */
  private volatile boolean settledElsewhere;

  /**
   * @param attempts made so far
   * @param step those of them since the schedule began
   * @param weight about what it takes in memory, in bytes; an event shared by many counts by its
   *     part
   */
  Due(
      DeliveryId id,
      long tenantNumber,
      Origin origin,
      Event event,
      int attempts,
      int step,
      int weight) {
    this.id = id;
    this.tenantNumber = tenantNumber;
    this.origin = origin;
    this.event = event;
    this.attempts = attempts;
    this.step = step;
    this.weight = weight;
  }

  DeliveryId id() {
    return id;
  }

  long tenantNumber() {
    return tenantNumber;
  }

  /** 1 if an event owed it, so that it counts in the sums of what is owed, else 0. */
  int owed() {
    return origin == Origin.EVENT ? 1 : 0;
  }

  Origin origin() {
    return origin;
  }

  Event event() {
    return event;
  }

  int attempts() {
    return attempts;
  }

  int step() {
    return step;
  }

  int weight() {
    return weight;
  }

  boolean isSettledElsewhere() {
    return settledElsewhere;
  }

  void settleElsewhere() {
    settledElsewhere = true;
  }
}
