package dev.belfry.engine.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A running {@link LedgerWriter}, and what it has acknowledged. */
final class LedgerProcess {

  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final Thread reader;
  private final CountDownLatch ready = new CountDownLatch(1);
  private volatile long acknowledged;
  private volatile int groups;

  private LedgerProcess(Process process) {
    this.process = process;
    this.reader = Thread.ofPlatform().daemon().start(this::listen);
  }

  /**
   * Starts one.
   *
   * @param prefix a command to run it under, such as strace
   * @param options of the JVM
   */
  static LedgerProcess start(Path folder, long groups, List<String> prefix, String... options)
      throws IOException {
    var command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path")));
    command.addAll(List.of(options));
    command.addAll(List.of(LedgerWriter.class.getName(), folder.toString(), "" + groups));
    var builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new LedgerProcess(builder.start());
  }

  void awaitReady() throws InterruptedException {
    if (!ready.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the writer did not get ready");
    }
  }

  /** Kills it after {@code millis}, unless it ends before; all it said is read then. */
  void killAfter(long millis) throws InterruptedException {
    process.waitFor(millis, TimeUnit.MILLISECONDS);
    process.toHandle().destroyForcibly(); // Process.destroyForcibly() would lose what it said last
    awaitEnd();
  }

  /** The exit code. */
  int awaitEnd() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the writer did not end");
    }
    reader.join();
    return process.exitValue();
  }

  /** The last id that was promised. */
  long acknowledged() {
    return acknowledged;
  }

  /** How many commits were promised. */
  int groups() {
    return groups;
  }

  private void listen() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (var line = lines.readLine(); line != null; line = lines.readLine()) {
        hear(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      ready.countDown();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one listener
  private void hear(String line) {
    if (line.equals("ready")) {
      ready.countDown();
    } else if (line.matches("[0-9]+")) {
      acknowledged = Long.parseLong(line);
      groups++;
    }
  }
}
