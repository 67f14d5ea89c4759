package dev.belfry.engine.delivery;

import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.WebhookId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delivery in memory that may be attempted now, or is being attempted. */
final class Due {

  private final DeliveryId id;
  private final long tenantNumber;
  private final Origin origin;
  private final Event event;
  private final int attempts;
  private final int step;
  private final int weight;
  private final @Nullable Long orderKey;

  /** Of a batch; null for a single delivery. */
  private final @Nullable Batch batch;

  /** Of a batch the deliveries in it; else empty. */
  private final List<Due> members;

  /** Set on the committer's thread when it is settled by other means while in memory. */
  private volatile boolean settledElsewhere;

  private volatile boolean erased;

  /**
   * @param attempts made so far
   * @param step those of them since the schedule began
   * @param weight about what it takes in memory, in bytes; an event shared by many counts by its
   *     part
   * @param orderKey of those that follow one another; null if none waits for it
   */
  Due(
      DeliveryId id,
      long tenantNumber,
      Origin origin,
      Event event,
      int attempts,
      int step,
      int weight,
      @Nullable Long orderKey) {
    this(id, tenantNumber, origin, event, attempts, step, weight, orderKey, null, List.of());
  }

  private Due(
      DeliveryId id,
      long tenantNumber,
      Origin origin,
      Event event,
      int attempts,
      int step,
      int weight,
      @Nullable Long orderKey,
      @Nullable Batch batch,
      List<Due> members) {
    this.id = id;
    this.tenantNumber = tenantNumber;
    this.origin = origin;
    this.event = event;
    this.attempts = attempts;
    this.step = step;
    this.weight = weight;
    this.orderKey = orderKey;
    this.batch = batch;
    this.members = members;
  }

  /**
   * A whole batch, to be attempted as one; its id is the batch's.
   *
   * @param members not empty
   */
  static Due gathered(Batch batch, List<Due> members) {
    var first = members.getFirst();
    return new Due(
        batch.id(),
        first.tenantNumber,
        first.origin,
        first.event,
        batch.attempts(),
        members.stream().mapToInt(Due::step).max().orElse(0),
        members.stream().mapToInt(Due::weight).sum(),
        null,
        batch,
        List.copyOf(members));
  }

  @Nullable Batch batch() {
    return batch;
  }

  /** The deliveries that this stands for: itself, or those of the batch. */
  List<Due> all() {
    return batch == null ? List.of(this) : members;
  }

  /** Those of them that are still to be told. */
  List<Due> unsettled() {
    return batch == null
        ? List.of(this)
        : members.stream().filter(due -> !due.isSettledElsewhere()).toList();
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

  /** The deliveries of the webhook that follow one another, this one among them. */
  Ordering.@Nullable Line line(WebhookId webhook) {
    return orderKey == null ? null : new Ordering.Line(webhook, orderKey);
  }

  /** What its event carried was erased: nothing of the answer may be kept either. */
  boolean isErased() {
    return erased;
  }

  void erase() {
    erased = true;
  }

  /** Of a batch, whether one of its deliveries is. */
  boolean isSettledElsewhere() {
    return settledElsewhere || members.stream().anyMatch(Due::isSettledElsewhere);
  }

  void settleElsewhere() {
    settledElsewhere = true;
  }
}
