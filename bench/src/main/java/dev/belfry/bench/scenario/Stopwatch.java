package dev.belfry.bench.scenario;

import dev.belfry.bench.program.Cores;
import dev.belfry.bench.program.RunningProgram;
import dev.belfry.bench.program.Usage;
import dev.belfry.bench.report.Figure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Time and CPU between two moments: of the program under test, of the bench, of all others. */
final class Stopwatch {

  private static final double MIB = 1 << 20;

  private final RunningProgram running;
  private final long startedAt = System.nanoTime();
  private final Usage program;
  private final Usage bench;
  private final Cores cores;

  Stopwatch(RunningProgram running) throws IOException {
    this.running = running;
    this.program = running.usage();
    this.bench = own();
    this.cores = Cores.now();
  }

  long startedAt() {
    return startedAt;
  }

  double secondsUntil(long nanoTime) {
    return (nanoTime - startedAt) / 1e9;
  }

  /** CPU time of the program under test since the start, in microseconds. */
  double programMicros() throws IOException {
    return micros(running.usage().cpu().minus(program.cpu()));
  }

  /**
   * What was used since the start.
   *
   * @param events the count that CPU time is divided by
   * @param per what such an event is called
   */
  List<Figure> figures(long events, String per) throws IOException {
    var used = running.usage();
    var now = Cores.now();
    double wall = secondsUntil(System.nanoTime());
    var programCpu = used.cpu().minus(program.cpu());
    var benchCpu = own().cpu().minus(bench.cpu());
    var others = now.processes().minus(cores.processes()).minus(programCpu).minus(benchCpu);
    return List.of(
        new Figure("CPU per " + per, micros(programCpu) / events, "µs"),
        new Figure("CPU of bench per " + per, micros(benchCpu) / events, "µs"),
        new Figure("RSS", used.memory() / MIB, "MiB"),
        new Figure("peak RSS", used.peakMemory() / MIB, "MiB"),
        new Figure("cores taken by other processes", seconds(others) / wall, ""),
        new Figure("cores stolen", seconds(now.stolen().minus(cores.stolen())) / wall, ""));
  }

  private static Usage own() throws IOException {
    return Usage.of(ProcessHandle.current().pid());
  }

  private static double micros(Duration time) {
    return time.toNanos() / 1e3;
  }

  private static double seconds(Duration time) {
    return Math.max(0, time.toNanos() / 1e9);
  }
}
