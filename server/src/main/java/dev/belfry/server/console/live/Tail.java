package dev.belfry.server.console.live;

import dev.belfry.engine.tenant.TenantId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Hands on each attempt to those who watch. Who is slow misses some, and is told how many. */
public final class Tail {

  static final int MOST_WATCHERS = 64;
  private static final int MOST_WAITING = 500;

  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  /** Made with nobody watching. */
  public Tail() {}

  /** An attempt was made. Called for each of them; returns at once. */
  public void tell(Seen seen) {
    for (var watcher : watchers) {
      watcher.take(seen);
    }
  }

  /** Whether anybody watches: else nothing need be put together. */
  public boolean isWatched() {
    return !watchers.isEmpty();
  }

  /**
   * Begins to watch.
   *
   * @param tenant whose attempts; null for all
   * @return empty if too many watch already
   */
  public synchronized Optional<Watcher> watch(@Nullable TenantId tenant) {
    if (watchers.size() >= MOST_WATCHERS) {
      return Optional.empty();
    }
    var watcher = new Watcher(tenant);
    watchers.add(watcher);
    return Optional.of(watcher);
  }

  /** What one watcher has not seen yet. */
  public final class Watcher implements AutoCloseable {

    private final @Nullable TenantId tenant;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition some = lock.newCondition();
    private final Deque<Seen> waiting = new ArrayDeque<>();
    private int missed;

    private Watcher(@Nullable TenantId tenant) {
      this.tenant = tenant;
    }

    private void take(Seen seen) {
      if (tenant != null && !tenant.equals(seen.tenant())) {
        return;
      }
      lock.lock();
      try {
        if (waiting.size() == MOST_WAITING) {
          waiting.removeFirst();
          missed++;
        }
        waiting.addLast(seen);
        some.signal();
      } finally {
        lock.unlock();
      }
    }

    /** What came since the last time; waits for something, but not for long. */
    public Batch next(long millis) throws InterruptedException {
      lock.lock();
      try {
        var left = TimeUnit.MILLISECONDS.toNanos(millis);
        while (waiting.isEmpty() && left > 0) {
          left = some.awaitNanos(left);
        }
        var batch = new Batch(new ArrayList<>(waiting), missed);
        waiting.clear();
        missed = 0;
        return batch;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      watchers.remove(this);
    }
  }

  /**
   * What came in one go.
   *
   * @param missed how many more there were
   */
  public record Batch(List<Seen> seen, int missed) {
    public Batch {
      seen = List.copyOf(seen);
    }
  }
}
