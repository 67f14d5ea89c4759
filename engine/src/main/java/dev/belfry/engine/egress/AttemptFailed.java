package dev.belfry.engine.egress;

import dev.belfry.engine.egress.Answer.Failure;
import java.io.IOException;

/** A request ended before the head of its answer was complete, for a reason that is known. */
final class AttemptFailed extends IOException {

  private static final long serialVersionUID = 1;

  private final Failure failure;

  AttemptFailed(Failure failure, String detail) {
    super(detail);
    this.failure = failure;
  }

  Answer.Failed answer() {
    return new Answer.Failed(failure, String.valueOf(getMessage()));
  }
}
