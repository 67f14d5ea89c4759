package dev.belfry.bench.scenario;

import dev.belfry.bench.load.Inbox;
import dev.belfry.bench.load.Load;
import dev.belfry.bench.load.LoadGenerator;
import dev.belfry.bench.load.Pace;
import dev.belfry.bench.load.Receipts;
import dev.belfry.bench.load.Receiver;
import dev.belfry.bench.program.Program;
import dev.belfry.bench.program.RunningProgram;
import dev.belfry.bench.program.Webhook;
import dev.belfry.bench.program.WebhookWish;
import dev.belfry.bench.wire.EventRequest;
import dev.belfry.bench.wire.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** A running program with a receiver, a load generator and an empty data folder. */
final class Ground implements AutoCloseable {

  private static final Duration STUCK = Duration.ofSeconds(90);
  private static final Duration LONGEST_LOAD = Duration.ofMinutes(20);
  private static final long POLL_NANOS = 2_000_000;

  private final Program program;
  private final Path data;
  private final Receiver receiver = new Receiver(Transport.best());
  private final LoadGenerator generator = new LoadGenerator(Transport.best());
  private RunningProgram running;

  private Ground(Program program, Path data) throws IOException, InterruptedException {
    this.program = program;
    this.data = data;
    this.running = program.start(data);
  }

  static Ground open(Stage stage, Program program) throws IOException, InterruptedException {
    var data = stage.folder().resolve(program.name());
    delete(data);
    return new Ground(program, data);
  }

  RunningProgram running() {
    return running;
  }

  Receiver receiver() {
    return receiver;
  }

  Inbox inbox() {
    return receiver.inbox();
  }

  /** A webhook whose target is that inbox. */
  Webhook webhook(Inbox inbox, String type, List<String> retries)
      throws IOException, InterruptedException {
    var webhook = program.register(running, new WebhookWish(receiver.url(inbox), type, retries));
    inbox.expect(webhook.check());
    return webhook;
  }

  void remove(Webhook webhook) throws IOException, InterruptedException {
    program.remove(running, webhook);
  }

  Load load(String type, int connections, Pace pace) {
    return generator.start(
        running.address(),
        new EventRequest(program.events(type), program.key()),
        connections,
        pace);
  }

  /** As many events of that type as fit, one after another on each connection. */
  Load closedLoad(String type, int connections, Duration length) {
    return load(type, connections, Pace.closed(System.nanoTime(), length, Long.MAX_VALUE));
  }

  /** That many events of that type, as fast as they are accepted. */
  Load countedLoad(String type, int connections, long count) {
    return load(type, connections, Pace.closed(System.nanoTime(), LONGEST_LOAD, count));
  }

  void finish(Load load) throws InterruptedException {
    if (!load.await(LONGEST_LOAD)) {
      throw new IllegalStateException("the load did not end");
    }
  }

  /**
   * Waits until that many are delivered to the inbox, or none has come for 90 s.
   *
   * @return whether they were
   */
  boolean drained(Inbox inbox, long wanted) {
    return await(inbox::delivered, () -> inbox.delivered() >= wanted);
  }

  /** Waits for a condition as long as the progress goes on, with pauses of ≤ 90 s. */
  boolean await(LongSupplier progress, BooleanSupplier condition) {
    long last = progress.getAsLong();
    long movedAt = System.nanoTime();
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(POLL_NANOS);
      long now = progress.getAsLong();
      if (now != last) {
        last = now;
        movedAt = System.nanoTime();
      } else if (System.nanoTime() - movedAt > STUCK.toNanos()) {
        return false;
      }
    }
    return true;
  }

  Receipts receipts(Inbox inbox) throws InterruptedException {
    return receiver.receipts(inbox);
  }

  /** Kills the program and starts it again on the same data. */
  void killAndRestart() throws IOException, InterruptedException {
    running.kill();
    running = program.start(data);
  }

  @Override
  public void close() throws IOException {
    generator.close();
    try {
      running.close();
    } finally {
      receiver.close();
      delete(data);
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var all = Files.walk(folder)) {
        for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
