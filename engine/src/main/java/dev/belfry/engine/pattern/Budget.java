package dev.belfry.engine.pattern;

/**
 * What may still be done for one question, counted in steps and not in time, so that the same
 * question always has the same answer, however busy the machine is. One unit is about 0.3 µs.
 */
public final class Budget {

  private long left;

  public Budget(long units) {
    left = units;
  }

  /**
   * Takes units off, before they are used.
   *
   * @throws OverBudget if there are not so many left; then there are none at all
   */
  public void spend(long units) {
    left -= units;
    if (left < 0) {
      left = -1;
      throw new OverBudget();
    }
  }

  public boolean isSpent() {
    return left < 0;
  }

  public long left() {
    return Math.max(0, left);
  }
}
