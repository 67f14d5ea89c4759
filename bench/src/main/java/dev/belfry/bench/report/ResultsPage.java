package dev.belfry.bench.report;

import java.util.stream.Collectors;

/** The page {@code bench/RESULTS.md}. */
public final class ResultsPage {

  private ResultsPage() {}

  public static String of(Run run) {
    var medians = run.medians();
    return """
    # Results of the bench

    Written by `./belfry bench --write-results`; do not edit. What each scenario does and each
    figure means: [README](README.md). Medians where a scenario had several rounds.

    Measured %s%s. %s

    %s

    ## Aims

    | scenario | program or dialect | figure | aim | got | |
    |---|---|---|---|---|---|
    %s

    ## Figures

    %s
    """
        .formatted(
            run.at().toString().substring(0, 10),
            run.quick() ? ", the short run (`--quick`)" : "",
            run.passed()
                ? "All checks passed: delivered = accepted, nothing twice, signatures hold."
                : "**Some checks failed:** " + String.join("; ", Table.failed(run)),
            run.machine().entrySet().stream()
                .map(fact -> "- " + fact.getKey() + ": " + fact.getValue())
                .collect(Collectors.joining("\n")),
            Aim.ALL.stream()
                .map(aim -> row(aim, medians))
                .filter(row -> !row.isEmpty())
                .collect(Collectors.joining("\n")),
            medians.lines().stream().map(ResultsPage::section).collect(Collectors.joining("\n")));
  }

  private static String row(Aim aim, Medians medians) {
    return medians
        .find(aim.scenario(), aim.program(), aim.figure())
        .map(figure ->
            "| %s | %s | %s | %s %s | %s | %s |"
                .formatted(
                    aim.scenario(),
                    aim.program(),
                    aim.figure(),
                    aim.atLeast() ? "≥" : "≤",
                    Numbers.show(new Figure("", aim.bound(), figure.unit())),
                    Numbers.show(figure),
                    aim.reachedIn(medians).orElse(false) ? "reached" : "**missed**"))
        .orElse("");
  }

  private static String section(Medians.Line line) {
    return "### %s, %s (%d %s)\n\n| figure | |\n|---|---|\n%s\n"
        .formatted(
            line.scenario(),
            line.program(),
            line.rounds(),
            line.rounds() == 1 ? "round" : "rounds",
            line.figures().stream()
                .map(figure -> "| %s | %s |".formatted(figure.name(), Numbers.show(figure)))
                .collect(Collectors.joining("\n")));
  }
}
