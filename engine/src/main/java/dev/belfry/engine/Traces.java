package dev.belfry.engine;

import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Tx;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that what was erased is gone from the store's log too, soon after: someone reading for
 * long may be in the way for a while.
 */
final class Traces implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Traces.class);

  /** Each try stops the writer for a while, so they become rarer while somebody reads for long. */
  private static final long AGAIN_MILLIS = 500;

  private static final long SELDOM_MILLIS = 10_000;

  /** What a caller waits for; after that it goes on without him. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final String IS_NOTED = "select 1 from meta where name = 'traces'";

  private final Database database;
  private final Committer committer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Thread thread;

  /** How often it was asked for, and how much of that is done. */
  private long asked;

  private long done;
  private boolean closed;
  private final CountDownLatch closing = new CountDownLatch(1);

  Traces(Database database, Committer committer) {
    this.database = database;
    this.committer = committer;
    this.thread = Thread.ofPlatform().daemon().name("belfry-traces").unstarted(this::run);
  }

  /** What a program that was killed had not done yet is done now. */
  void start() {
    if (database.read(tx -> tx.find(IS_NOTED, row -> true)).isPresent()) {
      ask();
    }
    thread.start();
  }

  /** Something is erased in this transaction; {@link #remove} follows it, if need be by a start. */
  static void note(Tx tx) {
    tx.update("insert or replace into meta (name, value) values ('traces', x'01')");
  }

  /** Removes what was erased before the call; returns when that is done, or goes on by itself. */
  void remove() {
    var number = ask();
    lock.lock();
    try {
      var left = PATIENCE.toNanos();
      while (done < number && left > 0 && !closed) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  private long ask() {
    lock.lock();
    try {
      changed.signalAll();
      return ++asked;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    var wait = AGAIN_MILLIS;
    try {
      while (true) {
        var number = awaitAsked();
        if (number < 0) {
          return;
        }
        if (isRemoved()) {
          wait = AGAIN_MILLIS;
          setDone(number);
          forgetNote(number);
        } else {
          var _ = closing.await(wait, TimeUnit.MILLISECONDS);
          wait = Math.min(2 * wait, SELDOM_MILLIS);
        }
      }
    } catch (InterruptedException _) {
      // the program ends
    }
  }

  private boolean isRemoved() {
    try {
      return database.emptyLog();
    } catch (RuntimeException e) {
      LOG.warn("the log cannot be emptied at the moment: {}", e.getMessage());
      return false;
    }
  }

  /** Unless something was erased meanwhile. */
  private void forgetNote(long number) {
    committer.changeIfRoom(
        tx -> isLast(number) ? tx.update("delete from meta where name = 'traces'") : 0, _ -> {});
  }

  private boolean isLast(long number) {
    lock.lock();
    try {
      return asked == number;
    } finally {
      lock.unlock();
    }
  }

  /** Negative at the end. */
  private long awaitAsked() throws InterruptedException {
    lock.lock();
    try {
      while (asked == done && !closed) {
        changed.await();
      }
      return closed ? -1 : asked;
    } finally {
      lock.unlock();
    }
  }

  private void setDone(long number) {
    lock.lock();
    try {
      done = number;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      thread.join(Duration.ofSeconds(2));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
