package dev.belfry.bench.report;

import java.util.List;
import java.util.Optional;

/**
 * A figure that Belfry is to reach. Missing one does not fail a bench: machines differ, and are
 * shared.
 *
 * @param bound at most this, or at least, if {@code atLeast}
 */
public record Aim(String scenario, String program, String figure, boolean atLeast, double bound) {

  /** The ratio of Belfry's to the floor's delivered events per second, in {@code steady}. */
  public static final String OF_FLOOR = "delivered, ratio to floor";

  /**
   * The ratio of a dialect's to our own dialect's delivered events per second, in {@code steady}.
   */
  public static final String OF_OWN = "delivered, ratio to our own dialect";

  public static final List<Aim> ALL =
      List.of(
          atLeast("belfry", OF_FLOOR, 0.35),
          atLeast("cometchat", OF_OWN, 0.8),
          atLeast("apify", OF_OWN, 0.8),
          atLeast("apify-template", OF_OWN, 0.6),
          atLeast("smartsheet", OF_OWN, 0.8),
          atLeast("superoffice", OF_OWN, 0.8),
          atMost("paced", "p99", 20),
          atMost("neighbour", "p99, ratio with to without", 1.2),
          atMost("backlog", "peak RSS", 512),
          atMost("start", "ready after start", 2_000),
          atMost("start", "ready after kill", 3_000),
          atMost("start", "first redelivery after ready", 1_000),
          atMost("start", "idle RSS", 200));

  /** Whether it was reached; empty if the figure was not measured. */
  public Optional<Boolean> reachedIn(Medians medians) {
    return medians
        .find(scenario, program, figure)
        .map(found -> atLeast ? found.value() >= bound : found.value() <= bound);
  }

  private static Aim atLeast(String program, String figure, double bound) {
    return new Aim("steady", program, figure, true, bound);
  }

  private static Aim atMost(String scenario, String figure, double bound) {
    return new Aim(scenario, "belfry", figure, false, bound);
  }
}
