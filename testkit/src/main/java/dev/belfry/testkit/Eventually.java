package dev.belfry.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Waits for what another thread is about to make true, with a deadline instead of a sleep. */
public final class Eventually {

  private static final long LOOK_EVERY_NANOS = 2_000_000;

  private Eventually() {}

  /**
   * Returns as soon as {@code condition} holds.
   *
   * @param what named in the error, as in "the delivery is settled"
   * @throws AssertionError if it does not hold within {@code limit}
   */
  public static void holds(String what, Duration limit, BooleanSupplier condition) {
    var end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      pauseUntil(end, what, limit, null);
    }
  }

  /**
   * Runs {@code assertions} until they pass.
   *
   * @throws AssertionError the last failure as its cause, if they do not pass within {@code limit}
   */
  public static void passes(Duration limit, Runnable assertions) {
    var end = System.nanoTime() + limit.toNanos();
    while (true) {
      try {
        assertions.run();
        return;
      } catch (AssertionError failure) {
        pauseUntil(end, String.valueOf(failure.getMessage()), limit, failure);
      }
    }
  }

  /**
   * The first answer of {@code look} that is not null.
   *
   * @throws AssertionError if there is none within {@code limit}
   */
  public static <T> T gets(String what, Duration limit, Supplier<@Nullable T> look) {
    var end = System.nanoTime() + limit.toNanos();
    while (true) {
      var found = look.get();
      if (found != null) {
        return found;
      }
      pauseUntil(end, what, limit, null);
    }
  }

  private static void pauseUntil(
      long end, String what, Duration limit, @Nullable AssertionError last) {
    if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
      throw new AssertionError("not within " + limit.toMillis() + " ms: " + what, last);
    }
    LockSupport.parkNanos(LOOK_EVERY_NANOS);
  }
}
