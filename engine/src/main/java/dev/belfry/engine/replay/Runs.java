package dev.belfry.engine.replay;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The replays that are under way, and all that they wait for: their time, and their turn among
 * those of their tenant, of which one searches at a time. One that is called off waits no longer.
 */
final class Runs implements AutoCloseable {

  /** Since the clock may be turned by hand, nobody sleeps longer on it. */
  private static final long LONGEST_SLEEP_NANOS = 20_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final InstantSource clock;

  /** All guarded by the lock. */
  private final Map<ReplayId, Run> running = new HashMap<>();

  /** By tenant; the first has the turn. */
  private final Map<Long, ArrayDeque<Run>> turns = new HashMap<>();

  private final TreeSet<Run> sleepers =
      new TreeSet<>(
          Comparator.<Run>comparingLong(run -> run.wakes).thenComparingLong(run -> run.id.value()));

  private boolean isTimed;
  private volatile boolean closed;

  Runs(InstantSource clock) {
    this.clock = clock;
  }

  /** A replay that is under way. */
  final class Run {
    static final long NOT_YET = -1;

    private final ReplayId id;
    private final Condition woken = lock.newCondition();
    private volatile boolean off;

    /** In milliseconds; guarded by the lock, and never changed while it is among the sleepers. */
    private long wakes;

    /** How far it has counted what it is to do, and what it has found; only its own thread asks. */
    long countedTo = NOT_YET;

    long counted;

    private Run(ReplayId id) {
      this.id = id;
    }

    ReplayId id() {
      return id;
    }

    /** Whether it is to go no further. */
    boolean isOff() {
      return off || closed;
    }
  }

  /** Null if it is under way already. */
  @Nullable Run begin(ReplayId id) {
    lock.lock();
    try {
      var run = new Run(id);
      return running.putIfAbsent(id, run) == null ? run : null;
    } finally {
      lock.unlock();
    }
  }

  void end(Run run) {
    lock.lock();
    try {
      running.remove(run.id);
    } finally {
      lock.unlock();
    }
  }

  /** How many are under way. */
  int size() {
    lock.lock();
    try {
      return running.size();
    } finally {
      lock.unlock();
    }
  }

  /** It goes no further, and waits for nothing. */
  void callOff(ReplayId id) {
    lock.lock();
    try {
      var run = running.get(id);
      if (run != null) {
        run.off = true;
        run.woken.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits for its turn among those of its tenant, in the order in which they asked.
   *
   * @return false if it was called off instead; else {@link #passTurn} is to follow
   */
  boolean takeTurn(Run run, long tenant) {
    lock.lock();
    try {
      var queue = turns.computeIfAbsent(tenant, _ -> new ArrayDeque<>());
      queue.add(run);
      while (!run.isOff() && queue.peek() != run) {
        run.woken.awaitUninterruptibly();
      }
      if (run.isOff()) {
        passTurn(run, tenant);
      }
      return !run.isOff();
    } finally {
      lock.unlock();
    }
  }

  void passTurn(Run run, long tenant) {
    lock.lock();
    try {
      var queue = turns.get(tenant);
      if (queue == null) {
        return;
      }
      queue.remove(run);
      var next = queue.peek();
      if (next == null) {
        turns.remove(tenant);
      } else {
        next.woken.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until a time in milliseconds, by the clock. */
  void sleep(Run run, long until) {
    lock.lock();
    try {
      run.wakes = until;
      sleepers.add(run);
      startTimer();
      while (!run.isOff() && sleepers.contains(run)) {
        run.woken.awaitUninterruptibly();
      }
      sleepers.remove(run);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Gives way for a while that has nothing to do with the clock. */
  void rest(Run run, Duration length) {
    lock.lock();
    try {
      var left = length.toNanos();
      while (!run.isOff() && left > 0) {
        left = run.woken.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private void startTimer() {
    if (isTimed) {
      changed.signalAll();
    } else {
      isTimed = true;
      Thread.ofVirtual().name("belfry-replay-timer").start(this::time);
    }
  }

  /** Wakes sleepers as long as there are any. */
  private void time() {
    lock.lock();
    try {
      while (!closed && !sleepers.isEmpty()) {
        var first = sleepers.first();
        var left = first.wakes - clock.millis();
        if (left <= 0) {
          sleepers.remove(first);
          first.woken.signalAll();
        } else {
          waitNanos(Math.min(TimeUnit.MILLISECONDS.toNanos(left), LONGEST_SLEEP_NANOS));
        }
      }
    } finally {
      isTimed = false;
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the caller looks again, whatever woke it
  private void waitNanos(long nanos) {
    try {
      var _ = changed.awaitNanos(nanos);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Nobody goes further, and nobody waits any longer. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      running.values().forEach(run -> run.woken.signalAll());
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
