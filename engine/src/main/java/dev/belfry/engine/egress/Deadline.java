package dev.belfry.engine.egress;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The one time limit of one request. When it passes, what the request hangs on is closed, which
 * ends any blocking call on it.
 */
final class Deadline {

  private enum State {
    RUNNING,
    PASSED,
    OVER
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.RUNNING);
  private final long at;
  private volatile long cutAt;
  private volatile @Nullable Closeable held;

  Deadline(Duration limit) {
    at = System.nanoTime() + limit.toNanos();
    cutAt = at;
  }

  /** Closes this at once when the time passes, or now if it has. */
  void hold(Closeable connection) {
    held = connection;
    if (state.get() == State.PASSED) {
      closeQuietly(connection);
    }
  }

  /** A step of the request may take no longer than this, whatever time the whole has left. */
  void stepLimit(Duration limit) {
    cutAt = Math.min(at, System.nanoTime() + limit.toNanos());
  }

  void stepDone() {
    cutAt = at;
  }

  Duration left() {
    return Duration.ofNanos(Math.max(at - System.nanoTime(), 0));
  }

  /** Whether the time of the whole request is up. */
  boolean isUp() {
    return at - System.nanoTime() <= 0;
  }

  boolean hasPassed() {
    return state.get() == State.PASSED;
  }

  /**
   * Ends the watch.
   *
   * @return false if the time had passed before, so that what was held is closed
   */
  boolean finish() {
    return state.compareAndSet(State.RUNNING, State.OVER);
  }

  void passIfDue(long nanoTime) {
    if (cutAt - nanoTime <= 0) {
      pass();
    }
  }

  void pass() {
    if (state.compareAndSet(State.RUNNING, State.PASSED)) {
      var connection = held;
      if (connection != null) {
        closeQuietly(connection);
      }
    }
  }

  static void closeQuietly(Closeable connection) {
    try {
      connection.close();
    } catch (IOException _) {
      // it is given up anyway
    }
  }
}
