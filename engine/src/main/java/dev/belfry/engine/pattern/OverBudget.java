package dev.belfry.engine.pattern;

/** It would take more steps than may be made. */
public final class OverBudget extends RuntimeException {
  private static final long serialVersionUID = 1;

  OverBudget() {
    super("takes too many steps", null, false, false);
  }
}
