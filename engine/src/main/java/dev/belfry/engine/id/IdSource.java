package dev.belfry.engine.id;

import java.time.InstantSource;

/**
 * Gives ids that only grow, also when the clock goes back or many are wanted in one millisecond.
 */
public final class IdSource {

  private final InstantSource clock;
  private long last;

  /**
   * @param last the largest id that was ever given; the next ones are larger
   */
  public IdSource(InstantSource clock, long last) {
    this.clock = clock;
    this.last = last;
  }

  /** One id. */
  public long next() {
    return reserve(1);
  }

  /** The first of {@code count} ids in a row, each {@link Id#STRIDE} after the one before. */
  public synchronized long reserve(int count) {
    var first = Math.max(Id.firstAt(clock.millis()), last + Id.STRIDE);
    last = first + (count - 1) * Id.STRIDE;
    return first;
  }
}
