package dev.belfry.bench.scenario;

import dev.belfry.bench.program.Program;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Where scenarios run.
 *
 * @param program the one under test
 * @param floor what it is compared with
 * @param dialects the same program with webhooks of other dialects, to compare with its own
 * @param folder for data; on the disk that counts
 * @param rounds how often programs take turns in {@code steady}
 * @param quick shortens everything, to one round
 */
public record Stage(
    Program program,
    Program floor,
    List<Program> dialects,
    Path folder,
    int rounds,
    boolean quick) {

  public Stage {
    dialects = List.copyOf(dialects);
  }

  /** The floor and then the program under test, which may be the same. */
  List<Program> programs() {
    return program.name().equals(floor.name()) ? List.of(floor) : List.of(floor, program);
  }

  /** A length: the usual, or that of the short run. */
  Duration length(int seconds, int quickSeconds) {
    return Duration.ofSeconds(quick ? quickSeconds : seconds);
  }

  /** A count: the usual, or that of the short run. */
  int count(int usual, int quickCount) {
    return quick ? quickCount : usual;
  }
}
