package dev.belfry.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;

/** Tells whether the disk takes bytes, on a thread of its own, which may hang with the disk. */
final class WriteProbe implements AutoCloseable {

  static final String FILE = "belfry.probe";

  private static final long LIMIT_NANOS = Duration.ofMillis(800).toNanos();

  /** A transaction that takes this long is stuck. */
  private static final long STUCK_NANOS = Duration.ofMillis(800).toNanos();

  private static final int BYTES = 4096;

  private final Path file;
  private final SynchronousQueue<Trial> asked = new SynchronousQueue<>();
  private final Thread thread;
  private volatile boolean writing;
  private volatile long writingSince;

  WriteProbe(Path folder) {
    this.file = folder.resolve(FILE);
    this.thread = Thread.ofPlatform().daemon().name("belfry-probe").start(this::run);
  }

  void writeBegins() {
    writingSince = System.nanoTime();
    writing = true;
  }

  void writeEnds() {
    writing = false;
  }

  boolean passes() {
    if (writing && System.nanoTime() - writingSince > STUCK_NANOS) {
      return false;
    }
    long until = System.nanoTime() + LIMIT_NANOS;
    var trial = new Trial();
    try {
      return asked.offer(trial, LIMIT_NANOS, TimeUnit.NANOSECONDS)
          && trial.done.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)
          && trial.passed;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    try {
      while (true) {
        var trial = asked.take();
        trial.passed = canWrite();
        trial.done.countDown();
      }
    } catch (InterruptedException _) {
      // closing
    }
  }

  private boolean canWrite() {
    try (var channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      channel.write(ByteBuffer.allocate(BYTES));
      channel.force(false);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /** A probe that hangs with the disk is left behind: its thread does not hold up the process. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // an empty file left over does no harm
    }
  }

  /** One question and its answer. */
  private static final class Trial {
    final CountDownLatch done = new CountDownLatch(1);
    volatile boolean passed;
  }
}
