package dev.belfry.bench.report;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A whole run of the bench; what the JSON file holds.
 *
 * @param quick whether it was the short one
 * @param machine facts by name
 */
public record Run(Instant at, boolean quick, Map<String, String> machine, List<Round> rounds) {

  private static final String DELIVERED = "delivered";

  public Run {
    rounds = List.copyOf(rounds);
  }

  public boolean passed() {
    return rounds.stream().flatMap(round -> round.checks().stream()).allMatch(Check::passed);
  }

  /** The medians, and beside them the ratios of {@code steady} whose both parts were measured. */
  public Medians medians() {
    var medians = Medians.of(rounds);
    return new Medians(
        medians.lines().stream()
            .map(line -> line.scenario().equals("steady") ? withRatio(line, medians) : line)
            .toList());
  }

  /** Our own dialect is compared with the floor, the others with our own. */
  private static Medians.Line withRatio(Medians.Line line, Medians medians) {
    return switch (line.program()) {
      case "floor" -> line;
      case "belfry" -> with(line, Aim.OF_FLOOR, "floor", medians);
      default -> with(line, Aim.OF_OWN, "belfry", medians);
    };
  }

  private static Medians.Line with(Medians.Line line, String name, String other, Medians medians) {
    var ours = medians.find(line.scenario(), line.program(), DELIVERED);
    var theirs = medians.find(line.scenario(), other, DELIVERED);
    if (ours.isEmpty() || theirs.isEmpty()) {
      return line;
    }
    var figures = new ArrayList<>(line.figures());
    figures.add(new Figure(name, ours.get().value() / theirs.get().value(), ""));
    return new Medians.Line(line.scenario(), line.program(), line.rounds(), figures);
  }
}
