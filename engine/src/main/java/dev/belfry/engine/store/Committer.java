package dev.belfry.engine.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
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

  private static final int MOST_ITEMS = 4096;
  private static final int MOST_CHANGES = 64;
  private static final Duration FULL_PAUSE = Duration.ofMillis(200);

  private final Database database;
  private final CommitterEvents events;
  private final long gatherNanos;
  private final List<Lot<?>> lots = new ArrayList<>();
  private final ConcurrentLinkedQueue<Change<?>> changes = new ConcurrentLinkedQueue<>();

  /** Changes that there was no room for; the committer's thread only. */
  private final ArrayDeque<Change<?>> postponed = new ArrayDeque<>();

  private long postponedUntil;
  private final Thread thread;
  private volatile boolean parked;
  private volatile boolean closing;
  private volatile @Nullable StoreBroken ended;
  private volatile boolean full;
  private long lastLookForRoom;

  /**
   * Made still; {@link #start} sets it going.
   *
   * @param gather how long a round waits for more when traffic is heavy
   */
  public Committer(Database database, Duration gather, CommitterEvents events) {
    this.database = database;
    this.events = events;
    this.gatherNanos = gather.toNanos();
    this.thread = Thread.ofPlatform().name("belfry-committer").unstarted(this::run);
  }

  /** Registers a kind of work; before {@link #start}. The answer takes the items. */
  public <T> Consumer<T> register(Group<T> group) {
    var lot = new Lot<>(group);
    lots.add(lot);
    return item -> {
      lot.queue.add(item);
      wake();
      var why = ended;
      if (why != null) {
        lot.failQueued(why);
      }
    };
  }

  public void start() {
    thread.start();
  }

  /** Whether the disk was full at the last try: nothing new should be accepted. */
  public boolean isFull() {
    return full;
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
    try {
      return change.done.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException why) {
        throw why;
      }
      throw e;
    }
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
      change.done.completeExceptionally(why);
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
      tryPostponedOnceMore();
    } catch (RuntimeException | Error why) {
      var broken = new StoreBroken("the committer ended", why);
      events.broken(broken);
      failEverything(broken);
    }
  }

  private void tryPostponedOnceMore() {
    for (var change = postponed.poll();
        change != null && ended == null;
        change = postponed.poll()) {
      commit(change.forTheLastTime());
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

  /** False when there is nothing left to do and the committer is closing. */
  private boolean waitForWork() {
    parked = true;
    while (parked && isIdle()) {
      if (closing) {
        return false;
      }
      if (full || !postponed.isEmpty()) {
        LockSupport.parkNanos(this, FULL_PAUSE.toNanos());
        full = full && !database.restoreReserve();
      } else {
        LockSupport.park(this);
      }
    }
    parked = false;
    return true;
  }

  private boolean isIdle() {
    if (!changes.isEmpty() || isPostponedDue()) {
      return false;
    }
    for (var lot : lots) {
      if (!lot.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** How many items it handled. */
  private int round() {
    var count = 0;
    try {
      count += commitChanges();
      count += commitLots();
    } catch (StoreBroken broken) {
      closing = true;
      events.broken(broken);
      failEverything(broken);
    }
    return count;
  }

  private boolean isPostponedDue() {
    return !postponed.isEmpty() && System.nanoTime() - postponedUntil >= 0;
  }

  private void postpone(Change<?> change) {
    postponed.add(change);
    postponedUntil = System.nanoTime() + FULL_PAUSE.toNanos();
  }

  /** One transaction each: a change must see in memory what the one before it did. */
  private int commitChanges() {
    var count = 0;
    if (isPostponedDue()) {
      changes.addAll(postponed);
      postponed.clear();
    }
    for (var change = changes.poll(); change != null; change = changes.poll()) {
      commit(change);
      if (++count == MOST_CHANGES) {
        break;
      }
    }
    return count;
  }

  private <T extends @Nullable Object> void commit(Change<T> change) {
    T result;
    try {
      var began = System.nanoTime();
      result = database.write(change.work);
      events.synced(Duration.ofNanos(System.nanoTime() - began));
    } catch (StoreBroken broken) {
      change.done.completeExceptionally(broken);
      throw broken;
    } catch (RuntimeException why) {
      noteFull(why);
      if (change.waitsForRoom && (why instanceof StoreFull || why instanceof StoreBusy)) {
        postpone(change);
      } else {
        change.done.completeExceptionally(why);
      }
      return;
    }
    Failpoint.BEFORE_CHANGE_APPLIED.hit();
    try {
      change.applied.accept(result);
      change.done.complete(result);
    } catch (RuntimeException why) {
      events.refused(why);
      change.done.completeExceptionally(why);
    }
  }

  private int commitLots() {
    var count = 0;
    for (var lot : lots) {
      count += lot.take();
    }
    if (count == 0) {
      return 0;
    }
    turnAwayWhileFull();
    if (isNothingTaken()) {
      return count;
    }
    try {
      transaction(this::writeTaken);
    } catch (StoreBroken broken) {
      throw broken;
    } catch (StoreFull why) {
      runOutOfRoom(why);
      return count;
    } catch (StoreBusy why) {
      lots.forEach(lot -> lot.noRoom(why));
      LockSupport.parkNanos(FULL_PAUSE.toNanos());
      return count;
    } catch (RuntimeException why) {
      events.refused(why);
      lots.forEach(this::oneByOne);
      return count;
    }
    lots.forEach(Lot::written);
    return count;
  }

  /**
   * The disk is full: what is new is turned away, and what became of deliveries is written with the
   * help of the reserve; should that be used up too, it waits.
   */
  private void runOutOfRoom(StoreFull why) {
    noteFull(why);
    lots.forEach(lot -> lot.noRoom(why));
    if (isNothingTaken()) {
      return;
    }
    try {
      transaction(this::writeTaken);
      lots.forEach(Lot::written);
    } catch (StoreFull _) {
      LockSupport.parkNanos(FULL_PAUSE.toNanos());
    }
  }

  /** While the reserve is not whole nothing new is let in; looked at now and then. */
  private void turnAwayWhileFull() {
    if (full && System.nanoTime() - lastLookForRoom > FULL_PAUSE.toNanos()) {
      lastLookForRoom = System.nanoTime();
      full = !database.restoreReserve();
    }
    if (full) {
      var why = new StoreFull("the disk has no room", null);
      lots.forEach(lot -> lot.noRoom(why));
    }
  }

  private boolean isNothingTaken() {
    return lots.stream().allMatch(lot -> lot.taken.isEmpty());
  }

  private @Nullable Void writeTaken(Tx tx) {
    for (var lot : lots) {
      lot.write(tx);
    }
    return null;
  }

  /** After a fault that is not the store's: only the item that causes it shall fail. */
  private <T> void oneByOne(Lot<T> lot) {
    for (var item : lot.takeBack()) {
      var alone = List.of(item);
      try {
        transaction(tx -> {
          lot.group.write(tx, alone);
          return null;
        });
        lot.group.written(alone);
      } catch (StoreBroken broken) {
        throw broken;
      } catch (RuntimeException why) {
        events.refused(why);
        lot.group.failed(alone, why);
      }
    }
  }

  private void transaction(Database.Work<@Nullable Void> work) {
    var began = System.nanoTime();
    database.write(work);
    events.synced(Duration.ofNanos(System.nanoTime() - began));
  }

  private void noteFull(RuntimeException why) {
    if (why instanceof StoreFull) {
      full = true;
      database.releaseReserve();
    }
  }

  private void failEverything(StoreBroken broken) {
    closing = true;
    ended = broken;
    for (var lot : lots) {
      lot.take();
      lot.fail(broken);
    }
    for (var change = changes.poll(); change != null; change = changes.poll()) {
      change.done.completeExceptionally(broken);
    }
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(8));
  }

  /** Writes what waits, then ends the thread; waits for that at most {@code atMost}. */
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

  /** What waits of one kind, and what of it is being written. */
  private static final class Lot<T> {
    private final Group<T> group;
    private final ConcurrentLinkedQueue<T> queue = new ConcurrentLinkedQueue<>();
    private List<T> taken = new ArrayList<>();

    Lot(Group<T> group) {
      this.group = group;
    }

    boolean isEmpty() {
      return taken.isEmpty() && queue.isEmpty();
    }

    int take() {
      while (taken.size() < MOST_ITEMS) {
        var item = queue.poll();
        if (item == null) {
          break;
        }
        taken.add(item);
      }
      return taken.size();
    }

    void write(Tx tx) {
      if (!taken.isEmpty()) {
        group.write(tx, taken);
      }
    }

    void written() {
      var items = takeBack();
      if (!items.isEmpty()) {
        group.written(items);
      }
    }

    void noRoom(RuntimeException why) {
      if (!group.waitsForRoom()) {
        fail(why);
      }
    }

    void fail(RuntimeException why) {
      var items = takeBack();
      if (!items.isEmpty()) {
        group.failed(items, why);
      }
    }

    /** After the committer ended: in the caller's thread. */
    void failQueued(RuntimeException why) {
      for (var item = queue.poll(); item != null; item = queue.poll()) {
        group.failed(List.of(item), why);
      }
    }

    List<T> takeBack() {
      var items = taken;
      taken = new ArrayList<>();
      return items;
    }
  }

  /** One change: a caller waits for it. */
  private static final class Change<T extends @Nullable Object> {
    private final Database.Work<T> work;
    private final Consumer<T> applied;
    private final boolean waitsForRoom;
    private final CompletableFuture<T> done = new CompletableFuture<>();

    Change(Database.Work<T> work, Consumer<T> applied, boolean waitsForRoom) {
      this.work = work;
      this.applied = applied;
      this.waitsForRoom = waitsForRoom;
    }

    Change<T> forTheLastTime() {
      return new Change<>(work, applied, false);
    }
  }
}
