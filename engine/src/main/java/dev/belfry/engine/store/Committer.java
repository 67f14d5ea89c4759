package dev.belfry.engine.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. It takes whatever waits, writes it in one transaction, syncs, and
 * tells those who waited; what comes in meanwhile is the next transaction.
 *
 * <p>Changes (of webhooks, tenants, …) are committed and applied before the groups of the same
 * round are written, so a group always sees the changes that came before it.
 */
public final class Committer implements AutoCloseable {

  /** From this many items in the last round, the next one waits a moment to gather more. */
  private static final int BUSY = 8;

  private static final Duration TO_END = Duration.ofSeconds(8);

  private final CommitterEvents events;
  private final long gatherNanos;
  private final Room room;
  private final Changes changes;
  private final Lots lots;
  private final Thread thread;

  /** The last of the lots: when something of it is written, so is what came before. */
  private @Nullable Lot<CountDownLatch> arrivals;

  private volatile boolean parked;
  private volatile boolean closing;
  private volatile @Nullable StoreBroken ended;

  /**
   * Made still; {@link #start} sets it going.
   *
   * @param gather how long a round waits for more when traffic is heavy
   */
  public Committer(Database database, Duration gather, CommitterEvents events) {
    this.events = events;
    this.gatherNanos = gather.toNanos();
    var transactions = new Transactions(database, events);
    this.room = new Room(database);
    this.changes = new Changes(transactions, room);
    this.lots = new Lots(transactions, room);
    this.thread = Thread.ofPlatform().name("belfry-committer").unstarted(this::run);
  }

  /** Registers a kind of work; before {@link #start}. The answer takes the items. */
  public <T> Consumer<T> register(Group<T> group) {
    var lot = lots.add(group);
    return item -> {
      lot.add(item);
      wake();
      var why = ended;
      if (why != null) {
        lot.failQueued(why);
      }
    };
  }

  public void start() {
    arrivals = lots.add(new Arrivals());
    thread.start();
  }

  /** Whether the disk was full at the last try: nothing new should be accepted. */
  public boolean isFull() {
    return room.isFull();
  }

  /**
   * Runs {@code work} in a transaction and returns its result once it is synced and {@code applied}
   * was run. What {@code work} throws undoes only its own part and is thrown here.
   *
   * @param applied brings memory in step; runs on the committer's thread, must not throw
   */
  public <T extends @Nullable Object> T change(Database.Work<T> work, Consumer<T> applied) {
    var change = new Change<>(work, applied, false);
    submit(change);
    return change.await();
  }

  /** The same without waiting; on a full disk it is made when there is room again. */
  public <T extends @Nullable Object> void changeLater(Database.Work<T> work, Consumer<T> applied) {
    submit(new Change<>(work, applied, true));
  }

  /** The same without waiting; on a full disk it is not made at all. */
  public <T extends @Nullable Object> void changeIfRoom(
      Database.Work<T> work, Consumer<T> applied) {
    submit(new Change<>(work, applied, false));
  }

  private void submit(Change<?> change) {
    changes.add(change);
    wake();
    var why = ended;
    if (why != null) {
      change.fail(why);
    }
  }

  private void wake() {
    if (parked) {
      parked = false;
      LockSupport.unpark(thread);
    }
  }

  /** Whatever ends this thread ends the promise that anything is written: it is told as such. */
  private void run() {
    try {
      commitRounds();
      if (ended == null) {
        changes.tryPostponedOnceMore();
        refuse(new StoreBroken("the store is closed: nothing is written any more", null));
      }
    } catch (RuntimeException | Error why) {
      end(new StoreBroken("the committer ended", why));
    }
  }

  private void commitRounds() {
    int lastRound = 0;
    while (true) {
      if (lastRound >= BUSY && !closing) {
        LockSupport.parkNanos(gatherNanos);
      }
      lastRound = round();
      if (lastRound == 0 && !waitForWork()) {
        return;
      }
    }
  }

  /** How many items it handled. */
  private int round() {
    try {
      return changes.commit() + lots.commit();
    } catch (StoreBroken broken) {
      end(broken);
      return 0;
    }
  }

  /** False when there is nothing left to do and the committer is closing. */
  private boolean waitForWork() {
    parked = true;
    while (parked && isIdle()) {
      if (closing) {
        return false;
      }
      if (room.isFull() || changes.hasPostponed()) {
        room.pause();
        room.look();
      } else {
        LockSupport.park(this);
      }
    }
    parked = false;
    return true;
  }

  private boolean isIdle() {
    return changes.isEmpty() && lots.isEmpty();
  }

  private void end(StoreBroken broken) {
    closing = true;
    events.broken(broken);
    refuse(broken);
  }

  /** What comes from now on, and what came meanwhile; whoever waits for it is told. */
  private void refuse(StoreBroken why) {
    ended = why;
    lots.fail(why);
    changes.fail(why);
  }

  /**
   * Waits until what was handed in to be written is written; false if that takes longer than {@code
   * atMost}.
   */
  public boolean awaitWritten(Duration atMost) {
    var lot = arrivals;
    if (lot == null) {
      return true;
    }
    var arrived = new CountDownLatch(1);
    lot.add(arrived);
    wake();
    if (ended != null) {
      return false;
    }
    try {
      return arrived.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Writes nothing: just waits like the others. */
  private static final class Arrivals implements Group<CountDownLatch> {
    @Override
    public void write(Tx tx, List<CountDownLatch> arrivals) {}

    @Override
    public void written(List<CountDownLatch> arrivals) {
      arrivals.forEach(CountDownLatch::countDown);
    }

    @Override
    public void failed(List<CountDownLatch> arrivals, RuntimeException why) {
      written(arrivals);
    }

    @Override
    public boolean waitsForRoom() {
      return true;
    }
  }

  @Override
  public void close() {
    close(TO_END);
  }

  /**
   * Writes what waits, then ends the thread; waits for that at most {@code atMost}. What comes
   * later is refused.
   */
  public void close(Duration atMost) {
    closing = true;
    parked = false;
    LockSupport.unpark(thread);
    try {
      thread.join(atMost);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
