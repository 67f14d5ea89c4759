package dev.belfry.engine.delivery;

import java.util.Locale;

/** Where a delivery stands; the codes are kept in the store. */
public enum DeliveryState {
  /** Still owed. */
  PENDING(0),
  /** A receiver took it. */
  DELIVERED(1),
  /** Given up; kept, shown, replayable. */
  DEAD(2),
  /** Called off. */
  CANCELLED(3);

  private static final DeliveryState[] BY_CODE = {PENDING, DELIVERED, DEAD, CANCELLED};

  private final int code;

  DeliveryState(int code) {
    this.code = code;
  }

  /** As it is kept in the store. */
  public int code() {
    return code;
  }

  static DeliveryState of(long code) {
    return BY_CODE[(int) code];
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
