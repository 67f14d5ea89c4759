package dev.belfry.bench.report;

import java.util.List;

/** What one round of a scenario gave with one program. */
public record Round(String scenario, String program, List<Figure> figures, List<Check> checks) {

  public Round {
    figures = List.copyOf(figures);
    checks = List.copyOf(checks);
  }
}
