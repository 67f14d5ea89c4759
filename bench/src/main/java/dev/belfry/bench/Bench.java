package dev.belfry.bench;

import dev.belfry.bench.program.ApifyDialect;
import dev.belfry.bench.program.BelfryDialect;
import dev.belfry.bench.program.BelfryProgram;
import dev.belfry.bench.program.CometChatDialect;
import dev.belfry.bench.program.DialectSetup;
import dev.belfry.bench.program.FloorProgram;
import dev.belfry.bench.program.Machine;
import dev.belfry.bench.program.Program;
import dev.belfry.bench.program.SmartsheetDialect;
import dev.belfry.bench.program.SuperOfficeDialect;
import dev.belfry.bench.report.ResultsPage;
import dev.belfry.bench.report.Round;
import dev.belfry.bench.report.Run;
import dev.belfry.bench.report.RunFile;
import dev.belfry.bench.report.Table;
import dev.belfry.bench.scenario.Scenario;
import dev.belfry.bench.scenario.Scenarios;
import dev.belfry.bench.scenario.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The program behind {@code ./belfry bench}. */
@Command(
    name = "belfry bench",
    mixinStandardHelpOptions = true,
    version = "The bench is of one version with Belfry: ./belfry --version tells it.",
    description = {
      "Measures Belfry as a process of its own, and the floor beside it: the smallest program"
          + " that keeps the same promise. Exit code 1 if events were lost, doubled or badly signed."
    })
public final class Bench implements Callable<Integer> {

  /** The dialects that {@code steady} can compare with our own. */
  private static final List<DialectSetup> DIALECTS =
      List.of(
          new CometChatDialect(),
          ApifyDialect.usual(),
          ApifyDialect.withTemplate(),
          new SmartsheetDialect(),
          new SuperOfficeDialect());

  @Option(names = "--quick", description = "Everything shorter: a look, not a measurement.")
  private boolean quick;

  @Option(names = "--write-results", description = "Write bench/RESULTS.md from this run's JSON.")
  private boolean writeResults;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      paramLabel = "N",
      description = "How often programs take turns in steady (${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--dialect",
      split = ",",
      description =
          "Dialects that steady measures beside our own: ${COMPLETION-CANDIDATES}. All of them when"
              + " no scenario is named.",
      completionCandidates = DialectNames.class)
  private List<String> dialects = new ArrayList<>();

  @Option(
      names = "--program",
      defaultValue = "belfry",
      description = "belfry, or floor: to see what the bench itself can do.")
  private String program = "belfry";

  @Parameters(paramLabel = "SCENARIO", description = "Which to run; none for all.")
  private List<String> names = new ArrayList<>();

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] args) {
    var command =
        new CommandLine(new Bench())
            .setExecutionExceptionHandler((fault, line, _) -> {
              line.getErr().println("belfry bench: " + fault.getMessage());
              return 1;
            });
    System.exit(command.execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var home = Home.find(Path.of("").toAbsolutePath());
    var target = home.resolve("bench").resolve("target");
    var stage =
        new Stage(
            program(home),
            new FloorProgram(),
            dialects(home),
            target.resolve("bench-data"),
            rounds,
            quick);
    var machine = Machine.facts(stage.program());
    var told = new ArrayList<Round>();
    for (var scenario : chosen()) {
      System.err.println(scenario.name() + ": " + scenario.summary());
      told.addAll(scenario.run(stage));
    }
    var run = new Run(Instant.now(Clock.systemUTC()), quick, machine, told);
    System.out.print(Table.of(run));
    save(run, home, target);
    return run.passed() ? 0 : 1;
  }

  private void save(Run run, Path home, Path target) throws IOException {
    var file = target.resolve("bench.json");
    RunFile.write(run, file);
    if (writeResults) {
      Files.writeString(
          home.resolve("bench").resolve("RESULTS.md"), ResultsPage.of(RunFile.read(file)));
    }
  }

  private Program program(Path home) {
    return switch (program) {
      case "floor" -> new FloorProgram();
      case "belfry" -> belfry(home, new BelfryDialect());
      default -> throw usage("no program " + program + "; there are belfry and floor");
    };
  }

  private List<Program> dialects(Path home) {
    for (var name : dialects) {
      if (DIALECTS.stream().noneMatch(one -> one.name().equals(name))) {
        throw usage("no dialect " + name + "; there are " + String.join(", ", new DialectNames()));
      }
    }
    boolean all = dialects.isEmpty() && names.isEmpty();
    return DIALECTS.stream()
        .filter(one -> all || dialects.contains(one.name()))
        .map(one -> belfry(home, one))
        .toList();
  }

  private static Program belfry(Path home, DialectSetup dialect) {
    return new BelfryProgram(home.resolve("belfry"), dialect);
  }

  private List<Scenario> chosen() {
    var known = Scenarios.ALL.stream().map(Scenario::name).toList();
    for (var name : names) {
      if (!known.contains(name)) {
        throw usage("no scenario " + name + "; there are " + String.join(", ", known));
      }
    }
    return Scenarios.ALL.stream()
        .filter(scenario -> names.isEmpty() || names.contains(scenario.name()))
        .toList();
  }

  private ParameterException usage(String fault) {
    if (spec == null) {
      throw new IllegalStateException(fault);
    }
    return new ParameterException(spec.commandLine(), fault);
  }

  /** What {@code --dialect} takes. */
  private static final class DialectNames implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return DIALECTS.stream().map(DialectSetup::name).iterator();
    }
  }
}
