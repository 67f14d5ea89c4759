package dev.belfry.bench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rounds of a run, summed up: the median of each figure by scenario and program. */
public record Medians(List<Line> lines) {

  /** A scenario with a program, and how many rounds it had. */
  public record Line(String scenario, String program, int rounds, List<Figure> figures) {

    public Line {
      figures = List.copyOf(figures);
    }
  }

  private record Subject(String scenario, String program) {}

  public Medians {
    lines = List.copyOf(lines);
  }

  public static Medians of(List<Round> rounds) {
    var bySubject = new LinkedHashMap<Subject, List<Round>>();
    for (var round : rounds) {
      bySubject
          .computeIfAbsent(new Subject(round.scenario(), round.program()), _ -> new ArrayList<>())
          .add(round);
    }
    var lines = new ArrayList<Line>();
    bySubject.forEach((subject, its) ->
        lines.add(new Line(subject.scenario(), subject.program(), its.size(), medians(its))));
    return new Medians(lines);
  }

  public Optional<Figure> find(String scenario, String program, String figure) {
    return lines.stream()
        .filter(line -> line.scenario().equals(scenario) && line.program().equals(program))
        .flatMap(line -> line.figures().stream())
        .filter(one -> one.name().equals(figure))
        .findFirst();
  }

  private static List<Figure> medians(List<Round> rounds) {
    Map<String, List<Figure>> byName = new LinkedHashMap<>();
    for (var round : rounds) {
      for (var figure : round.figures()) {
        byName.computeIfAbsent(figure.name(), _ -> new ArrayList<>()).add(figure);
      }
    }
    return byName.values().stream().map(Medians::median).toList();
  }

  private static Figure median(List<Figure> figures) {
    var values = figures.stream().mapToDouble(Figure::value).sorted().toArray();
    int half = values.length / 2;
    double middle = values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    var first = figures.getFirst();
    return new Figure(first.name(), middle, first.unit());
  }
}
