package dev.belfry.server.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bounds the memory that all bodies take together. */
final class BodyBudget {

  private final AtomicLong left;

  BodyBudget(long bytes) {
    left = new AtomicLong(bytes);
  }

  /**
   * @throws Refusal 503 when there is no room
   */
  void take(long bytes) {
    if (bytes > 0 && left.addAndGet(-bytes) < 0) {
      left.addAndGet(bytes);
      throw new Refusal(503, "Too many large requests at once; try again.");
    }
  }

  /** Takes also what is not there: until it is given back there is no room for others. */
  void takeAnyway(long bytes) {
    left.addAndGet(-bytes);
  }

  void giveBack(long bytes) {
    left.addAndGet(bytes);
  }
}
