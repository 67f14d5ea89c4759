package dev.belfry.bench.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What all cores together have done, as /proc/stat tells it.
 *
 * @param processes time in user and system code of any process
 * @param stolen time the host gave to other machines
 */
public record Cores(Duration processes, Duration stolen) {

  private static final int MILLIS_PER_TICK = 10;

  public static Cores now() throws IOException {
    return parse(Files.readString(Path.of("/proc/stat")));
  }

  /**
   * @param stat whose first line is {@code cpu user nice system idle iowait irq softirq steal …}
   */
  static Cores parse(String stat) {
    var fields = stat.lines().findFirst().orElseThrow().trim().split(" +", -1);
    return new Cores(
        ticks(Long.parseLong(fields[1]) + Long.parseLong(fields[2]) + Long.parseLong(fields[3])),
        ticks(Long.parseLong(fields[8])));
  }

  private static Duration ticks(long ticks) {
    return Duration.ofMillis(ticks * MILLIS_PER_TICK);
  }
}
