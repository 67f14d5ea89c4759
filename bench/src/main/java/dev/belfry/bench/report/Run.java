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

  public Run {
    rounds = List.copyOf(rounds);
  }

  public boolean passed() {
    return rounds.stream().flatMap(round -> round.checks().stream()).allMatch(Check::passed);
  }

  /** The medians, and where both programs ran the ratio to the floor. */
  public Medians medians() {
    var medians = Medians.of(rounds);
    var ours = medians.find("steady", "belfry", "delivered");
    var floor = medians.find("steady", "floor", "delivered");
    if (ours.isEmpty() || floor.isEmpty()) {
      return medians;
    }
    var ratio = new Figure(Aim.OF_FLOOR, ours.get().value() / floor.get().value(), "");
    return new Medians(
        medians.lines().stream()
            .map(line ->
                line.scenario().equals("steady") && line.program().equals("belfry")
                    ? with(line, ratio)
                    : line)
            .toList());
  }

  private static Medians.Line with(Medians.Line line, Figure more) {
    var figures = new ArrayList<>(line.figures());
    figures.add(more);
    return new Medians.Line(line.scenario(), line.program(), line.rounds(), figures);
  }
}
