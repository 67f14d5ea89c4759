package dev.belfry.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test turns it, in either direction. Safe for all threads. */
public final class SettableClock implements InstantSource {

  private final AtomicReference<Instant> now;
  private volatile Runnable beforeRead = () -> {};

  public SettableClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  /** Noon of 2 March 2026, UTC: no leap day, no change of summer time, no round number. */
  public static SettableClock atNoon() {
    return new SettableClock(Instant.parse("2026-03-02T12:00:00Z"));
  }

  @Override
  public Instant instant() {
    beforeRead.run();
    return now.get();
  }

  public void set(Instant instant) {
    now.set(instant);
  }

  /** Has this run whenever the clock is read, on the thread that reads; it may hold that up. */
  public void beforeRead(Runnable what) {
    beforeRead = what;
  }

  /** A negative duration turns it back. */
  public void advance(Duration by) {
    now.updateAndGet(instant -> instant.plus(by));
  }
}
