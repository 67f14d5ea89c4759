package dev.belfry.bench.report;

import java.util.List;
import java.util.stream.Collectors;

/** A run for a terminal. */
public final class Table {

  private Table() {}

  public static String of(Run run) {
    var medians = run.medians();
    var text = new StringBuilder();
    for (var line : medians.lines()) {
      text.append("%-10s %-11s ".formatted(line.scenario(), line.program()))
          .append(
              line.figures().stream()
                  .map(figure -> figure.name() + " " + Numbers.show(figure))
                  .collect(Collectors.joining(" · ")))
          .append(System.lineSeparator());
    }
    failed(run).forEach(failure -> text.append(failure).append(System.lineSeparator()));
    return text.toString();
  }

  /** What did not hold, a line each. */
  static List<String> failed(Run run) {
    return run.rounds().stream()
        .flatMap(round ->
            round.checks().stream()
                .filter(check -> !check.passed())
                .map(check ->
                    "FAILED: %s, %s: %s: %s"
                        .formatted(
                            round.scenario(), round.program(), check.name(), check.detail())))
        .toList();
  }
}
