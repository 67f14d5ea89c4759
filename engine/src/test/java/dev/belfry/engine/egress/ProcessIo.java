package dev.belfry.engine.egress;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What Linux counts about this process; elsewhere the test is skipped. */
final class ProcessIo {

  private static final int KIB = 1024;

  private ProcessIo() {}

  /** Bytes that came back from read calls, on files and sockets alike. */
  static long bytesRead() {
    return field("/proc/self/io", "rchar:");
  }

  static long residentBytes() {
    return field("/proc/self/status", "VmRSS:") * KIB;
  }

  private static long field(String file, String name) {
    var path = Path.of(file);
    assumeTrue(Files.isReadable(path), "skipped: there is no " + file);
    try {
      return Files.readAllLines(path).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
