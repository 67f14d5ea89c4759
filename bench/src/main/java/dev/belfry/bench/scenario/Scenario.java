package dev.belfry.bench.scenario;

import dev.belfry.bench.report.Round;
import java.io.IOException;
import java.util.List;

/** One story told to one or several programs. */
public interface Scenario {

  String name();

  /** What it does, in a line. */
  String summary();

  List<Round> run(Stage stage) throws IOException, InterruptedException;
}
