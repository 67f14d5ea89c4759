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
  private volatile long room = 8 * MIB;
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
    checkpointer =
        new Checkpointer(
            Pragmas.openCheckpointer(file, SqliteDatabaseTest.SETTINGS),
            SqliteDatabaseTest.SETTINGS.log(),
            writing,
            broken -> {},
            this::room,
            4 * MIB);
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
    try (var reader = SqliteConnection.toRead(file)) {
      reader.controlTransactions();
      reader.read(tx -> {
        Ledger.last(tx);
        assertThatThrownBy(() -> writeFor(20 * MIB)).isInstanceOf(StoreFull.class);
        assertThat(leftBytes()).isBetween(3 * MIB, 5 * MIB);

        room = 0;
        checkpointer.keepTight(true);
        assertThatThrownBy(() -> write(last())).isInstanceOf(StoreFull.class);

        room = 8 * MIB; // the reserve was given back
        write(last());
        return null;
      });
    }
    write(last());
    assertThat(leftBytes()).isZero();
  }

  @Test
  void when_there_is_room_enough_then_who_writes_copies_nothing() {
    close();
    turn = new CountDownLatch(1);
    room = 1024 * MIB;
    open();

    writeFor(6 * MIB);

    assertThat(leftBytes()).isGreaterThan(6 * MIB);
  }

  /** Only the test's thread, which makes the checkpointer, is told. */
  private long room() {
    if (Thread.currentThread().getName().equals("belfry-checkpoint")) {
      try {
        turn.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
    return room;
  }

  private void writeFor(long bytes) {
    long from = last();
    for (long last = from; (last - from) * 1_000 < bytes; last += 40) {
      write(last);
    }
  }

  private void write(long last) {
    writing.lock();
    try {
      checkpointer.demandRoom();
      writer.write(tx -> {
        Ledger.appendGroup(tx, last, 40);
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
