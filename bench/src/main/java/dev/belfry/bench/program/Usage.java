package dev.belfry.bench.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process has used, as Linux tells it.
 *
 * @param cpu user and system time so far, in steps of 10 ms
 * @param memory resident now, in bytes
 * @param peakMemory the most that was ever resident, in bytes
 */
public record Usage(Duration cpu, long memory, long peakMemory) {

  /** USER_HZ, which Linux fixes for what it shows in /proc. */
  private static final int TICKS_PER_SECOND = 100;

  private static final int USER_TIME = 11;
  private static final int SYSTEM_TIME = 12;

  public static Usage of(long pid) throws IOException {
    var folder = Path.of("/proc", Long.toString(pid));
    return parse(
        Files.readString(folder.resolve("stat")), Files.readString(folder.resolve("status")));
  }

  /**
   * @param stat of /proc/PID/stat; the name in it may contain spaces and parentheses
   * @param status of /proc/PID/status
   */
  static Usage parse(String stat, String status) {
    var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    return new Usage(
        Duration.ofMillis(ticks * 1000 / TICKS_PER_SECOND),
        kibibytes(status, "VmRSS:"),
        kibibytes(status, "VmHWM:"));
  }

  private static long kibibytes(String status, String name) {
    return status
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.replaceAll("[^0-9]", ""))
        .mapToLong(digits -> Long.parseLong(digits) * 1024)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + name));
  }
}
