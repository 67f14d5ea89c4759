package dev.belfry.engine.store;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few platform threads, each with a connection that only reads. Callers, often virtual threads,
 * hand their work over and wait: native code would pin them.
 */
final class Readers implements AutoCloseable {

  private final SqliteSettings.Reading settings;
  private final SynchronousQueue<Task<?>> handedOver = new SynchronousQueue<>(true);
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  Readers(SqliteSettings.Reading settings, Supplier<SqliteConnection> connections) {
    this.settings = settings;
    for (int i = 1; i <= settings.readers(); i++) {
      var connection = connections.get();
      threads.add(
          Thread.ofPlatform().daemon().name("belfry-read-" + i).start(() -> serve(connection)));
    }
  }

  <T extends @Nullable Object> T read(Database.Work<T> work) {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    var task = new Task<>(work);
    try {
      if (!handedOver.offer(task, settings.patience().toNanos(), TimeUnit.NANOSECONDS)) {
        throw new StoreBusy("no reader came free within " + settings.patience(), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreBusy("interrupted while waiting for a reader", e);
    }
    return task.await(settings.limit().toNanos());
  }

  private void serve(SqliteConnection connection) {
    try (connection) {
      while (!closed) {
        handedOver.take().run(connection);
      }
    } catch (InterruptedException _) {
      // closing
    }
  }

  @Override
  public void close() {
    closed = true;
    for (var thread : threads) {
      thread.interrupt();
    }
    for (var thread : threads) {
      Threads.join(thread);
    }
  }

  /** One read, from the hand-over to its answer. */
  private static final class Task<T extends @Nullable Object> {
    private final Database.Work<T> work;
    private final CountDownLatch done = new CountDownLatch(1);
    private @Nullable T result;
    private @Nullable Throwable thrown;

    /** Guarded by this: set while the work runs, so that only this work can be cut off. */
    private @Nullable SqliteConnection running;

    Task(Database.Work<T> work) {
      this.work = work;
    }

    void run(SqliteConnection connection) {
      setRunning(connection);
      try {
        result = connection.read(work);
      } catch (Throwable e) { // handed to the caller, whatever it is
        thrown = e;
      } finally {
        setRunning(null);
        done.countDown();
      }
    }

    @SuppressWarnings("NullAway") // null is a result where T allows it
    T await(long limitNanos) {
      if (!awaitDone(limitNanos)) {
        cutOff();
        awaitDone(Long.MAX_VALUE);
      }
      switch (thrown) {
        case null -> {
          return result;
        }
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case Throwable e -> throw new IllegalStateException(e);
      }
    }

    private synchronized void setRunning(@Nullable SqliteConnection connection) {
      running = connection;
    }

    private synchronized void cutOff() {
      if (running != null) {
        running.interrupt();
      }
    }

    private boolean awaitDone(long nanos) {
      boolean interrupted = false;
      long until = System.nanoTime() + nanos;
      try {
        while (true) {
          try {
            return done.await(
                nanos == Long.MAX_VALUE ? nanos : until - System.nanoTime(), TimeUnit.NANOSECONDS);
          } catch (InterruptedException _) {
            interrupted = true;
          }
        }
      } finally {
        if (interrupted) {
          Thread.currentThread().interrupt();
        }
      }
    }
  }
}
