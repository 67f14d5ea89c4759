package dev.belfry.engine.delivery;

/** Why there is a delivery; the codes are kept in the store. */
public enum Origin {
  /** An accepted event owed it. */
  EVENT(0),
  /** It was asked for again. */
  REPLAY(1),
  /** It tries a webhook out. */
  TEST(2),
  /** A sender wanted to hear what the receiver says of an event. */
  ASK(3),

  /** A receiver is told what became of its webhook. */
  NOTICE(4);

  private static final Origin[] BY_CODE = {EVENT, REPLAY, TEST, ASK, NOTICE};

  private final int code;

  Origin(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static Origin of(long code) {
    return BY_CODE[(int) code];
  }
}
