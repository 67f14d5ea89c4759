package dev.belfry.server.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A Belfry in a process of its own, which can be killed. */
public final class Child implements AutoCloseable {

  public static final String KEY = "bfy_dev_secret_for_local_use_only_0000";

  private static final Pattern READY = Pattern.compile("Belfry is ready on (http://\\S+)");

  private final Process process;
  private final String url;
  private final Duration readyAfter;

  private Child(Process process, String url, Duration readyAfter) {
    this.process = process;
    this.url = url;
    this.readyAfter = readyAfter;
  }

  /**
   * Starts a server and waits until it is ready; null if it ends before that.
   *
   * @param log where its stderr goes
   * @param jvmOptions such as a failpoint
   */
  public static @org.jspecify.annotations.Nullable Child start(
      Path data, Path log, String... jvmOptions) {
    var command = command(jvmOptions);
    command.addAll(List.of("serve", "--dev", "--port", "0", "--data", data.toString()));
    try {
      var began = System.nanoTime();
      var process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        var ready = READY.matcher(line);
        if (ready.find()) {
          return new Child(process, ready.group(1), Duration.ofNanos(System.nanoTime() - began));
        }
      }
      process.waitFor();
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Runs a command to its end; answers the exit code. */
  public static int run(Path log, List<String> jvmOptions, String... arguments) {
    var command = command(jvmOptions.toArray(String[]::new));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * What starts a Belfry: the launcher that the system property {@code belfry.launcher} names, or
   * the classes under test.
   */
  private static List<String> command(String... jvmOptions) {
    var launcher = System.getProperty("belfry.launcher");
    if (launcher != null && jvmOptions.length == 0) {
      return new ArrayList<>(List.of(launcher));
    }
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m"));
    command.addAll(List.of(jvmOptions));
    command.addAll(
        List.of("-cp", System.getProperty("java.class.path"), "dev.belfry.server.cli.Belfry"));
    return command;
  }

  public long pid() {
    return process.pid();
  }

  public String url() {
    return url;
  }

  public Duration readyAfter() {
    return readyAfter;
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** As a power cut ends it. */
  public void kill() {
    process.destroyForcibly();
    await(Duration.ofSeconds(60));
  }

  /** As an operator ends it; answers the exit code. */
  public int stop() {
    process.destroy();
    return await(Duration.ofSeconds(60));
  }

  public int await(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the server did not end within " + limit);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
