package dev.belfry.engine.delivery;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Calls for a look at a lane when its time has come, by the given clock. Since that clock may be
 * turned by hand, it never sleeps long.
 */
final class LookTimer implements AutoCloseable {

  private static final long LONGEST_SLEEP_NANOS = 20_000_000;

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparingLong(Entry::at));
  private final InstantSource clock;
  private final Consumer<Lane> look;
  private final Thread thread;
  private volatile boolean closing;

  LookTimer(InstantSource clock, Consumer<Lane> look) {
    this.clock = clock;
    this.look = look;
    this.thread = Thread.ofPlatform().name("belfry-timer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  void lookAt(Lane lane, long at) {
    boolean first;
    synchronized (entries) {
      entries.add(new Entry(at, lane));
      first = entries.element().at == at;
    }
    if (first) {
      LockSupport.unpark(thread);
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
      var next = entries.peek();
      return next == null ? Long.MAX_VALUE : Math.min(next.at - clock.millis(), 1000);
    }
  }

  private void lookAtNext() {
    Entry next;
    synchronized (entries) {
      next = entries.poll();
    }
    if (next != null) {
      look.accept(next.lane);
    }
  }

  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
  }

  private record Entry(long at, Lane lane) {}
}
