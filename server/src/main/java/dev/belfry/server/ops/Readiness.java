package dev.belfry.server.ops;

import java.util.Optional;

/** Whether events can be taken in right now. Asked often; must answer at once. */
@FunctionalInterface
public interface Readiness {

  /** Why not, in one sentence; empty if they can. */
  Optional<String> obstacle();
}
