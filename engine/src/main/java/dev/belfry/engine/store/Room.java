package dev.belfry.engine.store;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Whether the disk has room. Anyone asks; one thread finds out. */
final class Room {

  static final long PAUSE_NANOS = Duration.ofMillis(200).toNanos();

  private final Database database;
  private volatile boolean full;
  private long lastLook;

  Room(Database database) {
    this.database = database;
  }

  boolean isFull() {
    return full;
  }

  /** Learns from what a transaction threw; the reserve makes room for what must be written. */
  void note(RuntimeException why) {
    if (why instanceof StoreFull) {
      full = true;
      database.releaseReserve();
    }
  }

  void look() {
    full = full && !database.restoreReserve();
  }

  void lookNowAndThen() {
    if (full && System.nanoTime() - lastLook > PAUSE_NANOS) {
      lastLook = System.nanoTime();
      look();
    }
  }

  void pause() {
    LockSupport.parkNanos(this, PAUSE_NANOS);
  }
}
