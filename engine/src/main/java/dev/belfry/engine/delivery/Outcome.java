package dev.belfry.engine.delivery;

import dev.belfry.engine.egress.Answer;
import java.time.Duration;
import java.util.function.IntPredicate;
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

  /**
   * What an answer comes to by its status alone.
   *
   * @param isSuccess which statuses mean that the receiver took it
   */
  static Outcome of(Answer answer, IntPredicate isSuccess) {
    return switch (answer) {
      case Answer.Answered(int status, _, _, _) when isSuccess.test(status) -> new Succeeded();
      case Answer.Answered(int status, _, _, _) -> new Refused(status, null);
      case Answer.Failed(var failure, _) -> new Unreachable(failure.word());
    };
  }

  /** Whether a status is one of success by HTTP. */
  static boolean is2xx(int status) {
    return status >= 200 && status <= 299;
  }

  /** Why a failed delivery is given up, as a stable word: {@code status}, {@code timeout}, … */
  default String word() {
    return this instanceof Unreachable(var error) ? error : "status";
  }
}
