package dev.belfry.engine.accept;

import java.time.Duration;

/** More waits for acceptance than may; nothing of this was kept. */
public final class Overloaded extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;

  public Overloaded(Duration retryAfter) {
    super("too much waits to be accepted");
    this.retryAfter = retryAfter;
  }

  public Duration retryAfter() {
    return retryAfter;
  }
}
