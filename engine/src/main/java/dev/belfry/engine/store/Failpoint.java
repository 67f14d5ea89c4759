package dev.belfry.engine.store;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Named points where a test can end the process as a power cut would: the system property {@code
 * belfry.failpoint=before-commit:3} halts it with exit code 137 when {@link #BEFORE_COMMIT} is
 * passed for the third time. Without the property a point costs nothing.
 */
public enum Failpoint {
  /** All of a transaction is written into the cache, nothing is committed. */
  BEFORE_COMMIT,
  /** The commit is synced, nobody knows of it yet. */
  AFTER_COMMIT,
  BEFORE_CHECKPOINT,
  AFTER_CHECKPOINT,
  /** The store is open, its schema is not brought up to date yet. */
  BEFORE_MIGRATION,
  AFTER_MIGRATION,
  /** The master key's file is there, the store does not know the key yet. */
  AFTER_KEY_MADE,
  /** The reserve's space was given back. */
  AFTER_RESERVE_RELEASED,
  /** A backup's file is complete under its temporary name. */
  BEFORE_BACKUP_NAMED;

  /** The system property that names the point. */
  public static final String PROPERTY = "belfry.failpoint";

  private static final String CHOSEN = System.getProperty(PROPERTY, "");
  private static final boolean ACTIVE = !CHOSEN.isEmpty();
  private static final String NAME = CHOSEN.split(":", -1)[0];
  private static final AtomicInteger LEFT =
      new AtomicInteger(CHOSEN.contains(":") ? Integer.parseInt(CHOSEN.split(":", -1)[1]) : 1);

  /** What the property calls it: {@code before-commit}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Ends the process, if this is the chosen point and it was passed often enough. */
  public void hit() {
    if (ACTIVE && label().equals(NAME) && LEFT.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(137);
    }
  }
}
