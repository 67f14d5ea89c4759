package dev.belfry.engine.delivery;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Calls for a look at a lane when its time has come, by the given clock. Since that clock may be
 * turned by hand, it never sleeps long. A lane has one time at most: another replaces it.
 */
final class LookTimer implements AutoCloseable {

  private static final long LONGEST_SLEEP_NANOS = 20_000_000;

  /** Guarded by itself, like the map. */
  private final TreeSet<Entry> entries =
      new TreeSet<>(Comparator.comparingLong(Entry::at).thenComparingLong(Entry::number));

  private final Map<Lane, Entry> byLane = new HashMap<>();
  private final InstantSource clock;
  private final Consumer<Lane> look;
  private final Thread thread;
  private long numbers;
  private volatile boolean closing;

  LookTimer(InstantSource clock, Consumer<Lane> look) {
    this.clock = clock;
    this.look = look;
    this.thread = Thread.ofPlatform().name("belfry-timer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /**
   * Sets the time of a lane.
   *
   * @param at in milliseconds; {@link Lane#NEVER} for none
   */
  void lookAt(Lane lane, long at) {
    var first = false;
    synchronized (entries) {
      var before = byLane.remove(lane);
      if (before != null) {
        entries.remove(before);
      }
      if (at != Lane.NEVER) {
        var entry = new Entry(at, numbers++, lane);
        entries.add(entry);
        byLane.put(lane, entry);
        first = entries.first().equals(entry);
      }
    }
    if (first) {
      LockSupport.unpark(thread);
    }
  }

  /** How many lanes have a time. */
  int size() {
    synchronized (entries) {
      return entries.size();
    }
  }

  private void run() {
    while (!closing) {
      var wait = untilNext();
      if (wait == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else if (wait > 0) {
        LockSupport.parkNanos(this, Math.min(wait * 1_000_000, LONGEST_SLEEP_NANOS));
      } else {
        lookAtNext();
      }
    }
  }

  /** Milliseconds. */
  private long untilNext() {
    synchronized (entries) {
      return entries.isEmpty()
          ? Long.MAX_VALUE
          : Math.min(entries.first().at - clock.millis(), 1000);
    }
  }

  private void lookAtNext() {
    var next = takeNext();
    if (next != null) {
      look.accept(next.lane);
    }
  }

  private @Nullable Entry takeNext() {
    synchronized (entries) {
      var next = entries.pollFirst();
      if (next != null) {
        byLane.remove(next.lane);
      }
      return next;
    }
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
  }

  private record Entry(long at, long number, Lane lane) {}
}
