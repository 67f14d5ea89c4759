package dev.belfry.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk with little room, and a checkpointer whose own thread never gets a turn. */
class CheckpointerTest {

  private static final long MIB = 1024 * 1024;

  @TempDir private Path folder;

  private volatile CountDownLatch turn = new CountDownLatch(1);
  private final ReentrantLock writing = new ReentrantLock(true);
  private volatile long free;
  private volatile long reserved = 8 * MIB;
  private Path file;
  private SqliteConnection writer;
  private SqliteConnection watcher;
  private Checkpointer checkpointer;

  @BeforeEach
  void open() {
    file = folder.resolve("belfry.db");
    writer = Pragmas.openWriter(file, SqliteDatabaseTest.SETTINGS);
    writer.write(tx -> tx.update(Ledger.TABLE));
    watcher = Pragmas.openCheckpointer(file, SqliteDatabaseTest.SETTINGS);
    checkpointer = checkpointer();
  }

  private Checkpointer checkpointer() {
    return new Checkpointer(
        Pragmas.openCheckpointer(file, SqliteDatabaseTest.SETTINGS),
        SqliteDatabaseTest.SETTINGS.log(),
        writing,
        broken -> {},
        disk);
  }

  @AfterEach
  void close() {
    turn.countDown();
    checkpointer.close();
    watcher.close();
    writer.close();
  }

  @Test
  void when_the_room_is_little_then_who_writes_keeps_what_is_left_to_copy_small() {
    for (long last = 0; last < 8_000; last += 40) {
      write(last);
      assertThat(leftBytes()).isLessThan(2 * MIB);
    }
  }

  @Test
  void when_a_reader_keeps_the_log_from_being_copied_then_it_ends_while_it_can_still_be_copied() {
    long before = file.toFile().length();
    try (var reader = SqliteConnection.toRead(file)) {
      reader.controlTransactions();
      reader.read(tx -> {
        Ledger.last(tx);
        assertThatThrownBy(() -> writeFor(20 * MIB)).isInstanceOf(StoreFull.class);
        free = reserved; // it was given back
        reserved = 0;
        assertThatThrownBy(() -> write(last())).isInstanceOf(StoreFull.class);
        return null;
      });
    }
    assertThat(watcher.checkpoint("passive", Duration.ZERO).left()).isZero();
    assertThat(file.toFile().length() - before).isBetween(7 * MIB, 8 * MIB);
    write(last());
  }

  @Test
  void when_the_log_has_room_that_the_database_has_not_then_what_could_not_be_copied_is_refused() {
    free = 1024 * MIB;
    startAnew();
    writeFor(30 * MIB);
    assertThat(watcher.checkpoint("restart", Duration.ZERO).busy()).isFalse();
    free = 0;
    startAnew();

    assertThatThrownBy(() -> write(last(), 12_000)).isInstanceOf(StoreFull.class);
    write(last(), 6_000);

    assertThat(leftBytes()).as("copied at once").isLessThan(2 * MIB);
  }

  @Test
  void when_there_is_room_enough_then_who_writes_copies_nothing() {
    free = 1024 * MIB;
    startAnew();

    writeFor(6 * MIB);

    assertThat(leftBytes()).isGreaterThan(6 * MIB);
  }

  /** Knows what is free now. */
  private void startAnew() {
    turn.countDown();
    checkpointer.close();
    turn = new CountDownLatch(1);
    checkpointer = checkpointer();
  }

  /** Only the test's thread, which makes the checkpointer, is told what is free. */
  private final Disk disk =
      new Disk() {
        @Override
        public long free() {
          if (Thread.currentThread().getName().equals("belfry-checkpoint")) {
            try {
              turn.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
          return free;
        }

        @Override
        public long reserved() {
          return reserved;
        }

        @Override
        public long database() {
          return file.toFile().length();
        }
      };

  private void writeFor(long bytes) {
    long from = last();
    for (long last = from; (last - from) * 1_000 < bytes; last += 40) {
      write(last);
    }
  }

  private void write(long last) {
    write(last, 40);
  }

  private void write(long last, int rows) {
    writing.lock();
    try {
      writer.write(tx -> {
        Ledger.appendGroup(tx, last, rows);
        checkpointer.demandRoom(tx);
        return null;
      });
      checkpointer.committed();
    } finally {
      writing.unlock();
    }
  }

  private long last() {
    return writer.write(Ledger::last);
  }

  private long leftBytes() {
    return watcher.checkpoint("noop", Duration.ZERO).left() * (4096 + 24);
  }
}
