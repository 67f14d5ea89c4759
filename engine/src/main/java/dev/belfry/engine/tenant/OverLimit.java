package dev.belfry.engine.tenant;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A limit of the tenant does not allow it now; nothing was kept. */
public final class OverLimit extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Duration retryAfter;
  private final transient @Nullable Quota quota;

  /**
   * Names the limit.
   *
   * @param message a sentence for a person
   * @param retryAfter when it may be allowed again
   * @param quota how the limit stands, if it is one of a rate
   */
  public OverLimit(String message, Duration retryAfter, @Nullable Quota quota) {
    super(message, null, false, false);
    this.retryAfter = retryAfter;
    this.quota = quota;
  }

  public Duration retryAfter() {
    return retryAfter;
  }

  public @Nullable Quota quota() {
    return quota;
  }
}
