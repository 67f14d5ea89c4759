package dev.belfry.engine.egress;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the time limits of all requests in flight with one thread that looks every 25 ms: adding
 * and removing a limit costs a request next to nothing.
 */
final class Deadlines implements AutoCloseable {

  private static final long PERIOD = Duration.ofMillis(25).toNanos();

  private final Set<Deadline> running = ConcurrentHashMap.newKeySet();
  private final Runnable eachRound;
  private volatile boolean closed;

  /**
   * @param eachRound done on the same thread every time it looks; must not block
   */
  Deadlines(Runnable eachRound) {
    this.eachRound = eachRound;
  }

  void start() {
    Thread.ofPlatform().daemon().name("belfry-deadlines").start(this::watch);
  }

  Deadline begin(Duration limit) {
    var deadline = new Deadline(limit);
    running.add(deadline);
    return deadline;
  }

  void end(Deadline deadline) {
    running.remove(deadline);
  }

  int inFlight() {
    return running.size();
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(PERIOD);
      var now = System.nanoTime();
      for (var deadline : running) {
        deadline.passIfDue(now);
      }
      eachRound.run();
    }
  }

  /** Cuts everything that is still in flight. */
  @Override
  public void close() {
    closed = true;
    running.forEach(Deadline::pass);
  }
}
