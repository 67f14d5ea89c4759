package dev.belfry.server.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the program as processes of their own, with this test's classes. */
public final class ChildProcesses implements AutoCloseable {

  private final List<Process> processes = new ArrayList<>();

  public Process start(String... arguments) throws IOException {
    return start(Map.of(), arguments);
  }

  Process start(Map<String, String> variables, String... arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.belfry.server.cli.Belfry"));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(variables);
    var process = builder.start();
    processes.add(process);
    return process;
  }

  static List<String> errors(Process process) {
    return process.errorReader(StandardCharsets.UTF_8).lines().toList();
  }

  @Override
  public void close() {
    for (var process : processes) {
      process.destroyForcibly().onExit().join();
    }
  }
}
