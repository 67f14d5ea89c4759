package dev.belfry.bench.program;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Asks another program something. */
final class Shell {

  private Shell() {}

  /** The first line it prints; empty if it prints none. */
  static String firstLine(String... command) throws IOException {
    var process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return out.lines().findFirst().orElse("");
  }
}
