package dev.belfry.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * The database understood a statement's text or its values as wrong: a fault of the program, or a
 * row that breaks a constraint. Nothing is the matter with the store.
 */
public final class StatementFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean constraint;

  StatementFailed(String message, boolean constraint, @Nullable Throwable cause) {
    super(message, cause);
    this.constraint = constraint;
  }

  /** Whether a constraint (unique, not null, check, foreign key) was broken. */
  public boolean brokeConstraint() {
    return constraint;
  }
}
