package dev.belfry.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How many files and sockets the process may have open. */
final class FileDescriptors {

  private static final int USUAL = 10_240;
  private static final Pattern LINE = Pattern.compile("Max open files +([0-9]+) .*");

  private FileDescriptors() {}

  /** As Linux tells; elsewhere what is usual there. */
  static int most() {
    var limits = Path.of("/proc/self/limits");
    try {
      for (var line : Files.readAllLines(limits)) {
        var matcher = LINE.matcher(line);
        if (matcher.matches()) {
          return (int) Math.min(Long.parseLong(matcher.group(1)), Integer.MAX_VALUE);
        }
      }
    } catch (IOException _) {
      // No Linux.
    }
    return USUAL;
  }
}
