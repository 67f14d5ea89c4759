package dev.belfry.engine.tally;

import java.time.Instant;
import java.util.List;

/**
 * What happened in one step of a window.
 *
 * @param at when it began
 */
public record Step(Instant at, Figures figures) {

  /** All steps together. */
  public static Figures sum(List<Step> steps) {
    var sum = new Figures();
    steps.forEach(step -> sum.add(step.figures));
    return sum;
  }
}
