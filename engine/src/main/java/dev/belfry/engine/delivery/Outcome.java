package dev.belfry.engine.delivery;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What one attempt came to. */
public sealed interface Outcome {

  /** The receiver took it. */
  record Succeeded() implements Outcome {}

  /**
   * Answered, but not as success.
   *
   * @param retryAfter the wait the receiver asked for, if it did so in a form that counts
   */
  record Refused(int status, @Nullable Duration retryAfter) implements Outcome {}

  /**
   * No answer was read.
   *
   * @param error the stable word for it: {@code dns}, {@code blocked}, {@code timeout}, …
   */
  record Unreachable(String error) implements Outcome {}
}
