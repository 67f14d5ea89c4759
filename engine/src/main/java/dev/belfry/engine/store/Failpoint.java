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
  /** Events are written, what they owe is not. */
  BETWEEN_EVENTS_AND_DELIVERIES,
  /** Events are on disk, neither their senders nor the lanes know. */
  BEFORE_HAND_OVER,
  /** Deliveries are about to be gathered. */
  BEFORE_GATHERED,

  /** Which deliveries go out together is on disk, nobody knows of it yet. */
  AFTER_GATHERED,

  /** Part of the deliveries of an event owed to very many is made. */
  BEFORE_FAN_OUT_STEP,
  /** A delivery's turn has come, nothing is sent. */
  BEFORE_SEND,
  /** The receiver has answered, nothing is recorded. */
  AFTER_ANSWER,
  /** An outcome is being written. */
  BEFORE_OUTCOME,
  /** Outcomes are on disk, the lanes do not know. */
  AFTER_OUTCOME,
  /** Deliveries were read from the store, the lane does not have them. */
  AFTER_LOAD,
  /** The timer calls for a look at a lane. */
  BEFORE_LOOK,
  /** What a disabled or deleted webhook was owed is being settled. */
  BEFORE_SETTLING_STEP,
  /** A change of a webhook is on disk, matching does not know. */
  BEFORE_CHANGE_APPLIED,
  /** Pending deliveries are being taken up after a start. */
  BEFORE_TAKE_UP,
  /** A step of a replay is being written. */
  BEFORE_REPLAY_STEP,
  /** Old events are being removed. */
  BEFORE_RETENTION_STEP,
  BEFORE_CHECKPOINT,
  AFTER_CHECKPOINT,
  /** The store is open, its schema is not brought up to date yet. */
  BEFORE_MIGRATION,
  AFTER_MIGRATION,
  /** The master key's file is there, the store does not know the key yet. */
  AFTER_KEY_MADE,
  /** Some secrets are sealed with the new master key, others are not yet. */
  AFTER_KEY_STEP,
  /** All secrets are sealed with the new master key, its file still has the other name. */
  AFTER_KEY_CHANGED,
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
