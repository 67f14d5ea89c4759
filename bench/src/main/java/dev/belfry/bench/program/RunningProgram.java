package dev.belfry.bench.program;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A program under test that has said it is ready. */
public final class RunningProgram implements AutoCloseable {

  private static final Pattern READY = Pattern.compile("\\w+ is ready on (http://\\S+)");
  private static final Duration LONGEST_START = Duration.ofMinutes(3);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(30);

  private final Process process;
  private final ProcessHandle java;
  private final URI base;
  private final Duration readyAfter;
  private final long readyAt;

  private RunningProgram(Process process, ProcessHandle java, Ready ready, long startedAt) {
    this.process = process;
    this.java = java;
    this.base = ready.base();
    this.readyAt = ready.at();
    this.readyAfter = Duration.ofNanos(ready.at() - startedAt);
  }

  /**
   * Starts a process and waits until it prints {@code … is ready on http://HOST:PORT}.
   *
   * @param log gets what it writes to stderr
   */
  static RunningProgram start(List<String> command, Map<String, String> environment, Path log)
      throws IOException, InterruptedException {
    var builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    long startedAt = System.nanoTime();
    var process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    var ready = new CompletableFuture<Ready>();
    Thread.ofVirtual().start(() -> readAll(process, ready));
    try {
      var found = ready.get(LONGEST_START.toMillis(), TimeUnit.MILLISECONDS);
      return new RunningProgram(process, javaOf(process.toHandle()), found, startedAt);
    } catch (ExecutionException | TimeoutException e) {
      process.destroy();
      throw new IOException(
          "the program did not get ready: " + String.join(" ", command) + "; see " + log, e);
    }
  }

  public URI base() {
    return base;
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(base.getHost(), base.getPort());
  }

  /** From starting the process to its saying that it is ready. */
  public Duration readyAfter() {
    return readyAfter;
  }

  /** When it said that it is ready, by nanoTime. */
  public long readyAt() {
    return readyAt;
  }

  public Usage usage() throws IOException {
    return Usage.of(java.pid());
  }

  /** kill −9. */
  public void kill() {
    java.destroyForcibly();
    process.onExit().join();
  }

  /**
   * SIGTERM.
   *
   * @return the exit code
   * @throws IllegalStateException if it has not ended within 30 s
   */
  public int stop() {
    process.destroy();
    try {
      return process.onExit().get(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS).exitValue();
    } catch (TimeoutException e) {
      kill();
      throw new IllegalStateException("the program did not stop within " + LONGEST_STOP, e);
    } catch (ExecutionException | InterruptedException e) {
      kill();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      stop();
    }
  }

  private record Ready(URI base, long at) {}

  private static void readAll(Process process, CompletableFuture<Ready> ready) {
    try (BufferedReader out = process.inputReader()) {
      for (var line = out.readLine(); line != null; line = out.readLine()) {
        var match = READY.matcher(line);
        if (match.matches()) {
          ready.complete(new Ready(URI.create(match.group(1)), System.nanoTime()));
        }
      }
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
    ready.completeExceptionally(new IOException("it ended"));
  }

  /** The JVM itself, where a launcher has started it as a child. */
  private static ProcessHandle javaOf(ProcessHandle started) {
    return Stream.concat(Stream.of(started), started.descendants())
        .filter(one -> one.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .orElse(started);
  }
}
