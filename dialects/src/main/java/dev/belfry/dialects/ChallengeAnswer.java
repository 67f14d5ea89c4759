package dev.belfry.dialects;

import java.util.Optional;

/** How a receiver answers one kind of challenge: shows that it wants the requests. */
@FunctionalInterface
public interface ChallengeAnswer {

  /** The answer, if the request is such a challenge. */
  Optional<Response> to(Request request);
}
