package dev.belfry.bench.scenario;

import java.util.List;

/** All scenarios, in the order of a full run. */
public final class Scenarios {

  public static final List<Scenario> ALL =
      List.of(new Steady(), new Paced(), new FanOut(), new Backlog(), new Neighbour(), new Start());

  private Scenarios() {}
}
