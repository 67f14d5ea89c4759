package dev.belfry.engine.store;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the log into the database in steps that stop nobody, on a thread of its own. When all of
 * it is copied, SQLite writes from the log's start again; under steady load that never happens by
 * itself, so a log that has grown long is finished between two commits.
 */
final class Checkpointer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Checkpointer.class);

  private static final long LOOK_NANOS = Duration.ofMillis(100).toNanos();

  /** Looks without a commit after which the store counts as quiet. */
  private static final int QUIET_LOOKS = 10;

  /** Used instead of the settings while the disk is full or nearly so. */
  private static final long TIGHT_BYTES = 1024 * 1024;

  /**
   * With less room than this what is not copied yet is kept small: copying makes the database grow,
   * and on a full disk it must not need more than the reserve.
   */
  private static final long LITTLE_ROOM_BYTES = 128L * 1024 * 1024;

  /** With little room, who writes copies by itself what the thread has left to do beyond this. */
  private static final long MOST_LEFT_BYTES = 2 * TIGHT_BYTES;

  /** Not copied: more than that is looked at even if there was room enough a moment ago. */
  private static final long MUCH_LEFT_BYTES = LITTLE_ROOM_BYTES / 4;

  private static final long LOOK_NANOS_WITH_LITTLE_ROOM = Duration.ofMillis(10).toNanos();

  /** A reader that was in the way may stay for seconds: who writes gets on meanwhile. */
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  private final SqliteConnection connection;
  private final SqliteSettings.Log settings;
  private final ReentrantLock writing;
  private final Consumer<StoreBroken> onBroken;
  private final Disk disk;
  private final long pageBytes;
  private final long frameBytes;
  private final Thread thread;

  private boolean warned;

  /** When a reader was last in the way of starting the log anew; null if it was not. */
  private @Nullable Long hinderedAt;

  private volatile long commits;
  private volatile boolean asleep;
  private volatile boolean full;
  private volatile boolean tight;
  private volatile boolean closed;
  private volatile long logBytes;
  private volatile long leftBytes;

  /**
   * @param connection used by nobody else, closed at the end
   * @param writing held by whoever writes
   */
  Checkpointer(
      SqliteConnection connection,
      SqliteSettings.Log settings,
      ReentrantLock writing,
      Consumer<StoreBroken> onBroken,
      Disk disk) {
    this.connection = connection;
    this.settings = settings;
    this.writing = writing;
    this.onBroken = onBroken;
    this.disk = disk;
    this.pageBytes = connection.pageSize();
    this.frameBytes = pageBytes + 24;
    this.tight = hasLittleRoom();
    this.thread = Thread.ofPlatform().daemon().name("belfry-checkpoint").start(this::run);
  }

  /** Called after each commit, by the one that writes and holds {@code writing}. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
  void committed() {
    commits++;
    if (asleep) {
      LockSupport.unpark(thread);
    }
    if (tight) {
      keepUp();
    }
  }

  /** What is not copied must fit into the reserve, however late the thread gets to it. */
  private void keepUp() {
    try {
      if (checkpoint("noop", Duration.ZERO).left() * frameBytes >= MOST_LEFT_BYTES) {
        checkpoint("passive", Duration.ZERO);
      }
    } catch (StoreFull | StoreBusy _) {
      // the commit stands; the thread tries again and tells of it
    } catch (StoreBroken e) {
      onBroken.accept(e);
    }
  }

  /**
   * Called at the end of each transaction that writes. The log's file may have room that the
   * database has not, and a reader can keep the log from being copied: what could not be copied any
   * more would leave no way out but more disk. What fits into the reserve always can; else there
   * must be room for it twice, since the log may grow by as much first.
   *
   * @throws StoreFull if the database could not take what is in the log and in {@code tx}
   */
  void demandRoom(Tx tx) {
    if (!tight && !asleep && leftBytes < MUCH_LEFT_BYTES) {
      return;
    }
    long pages = tx.find("pragma page_count", row -> row.number(1)).orElseThrow();
    long growth = pages * pageBytes - disk.database();
    long reserved = disk.reserved();
    if (growth > reserved && 2 * growth - reserved > disk.free()) {
      throw new StoreFull("the disk has too little room for what the log holds", null);
    }
  }

  /** While the disk is full the log is kept as short as can be. */
  void keepTight(boolean wanted) {
    full = wanted;
    LockSupport.unpark(thread);
  }

  /** The part of the log that is in use, as of the last look. */
  long logBytes() {
    return logBytes;
  }

  boolean logTooLong() {
    return logBytes > settings.limitBytes();
  }

  /**
   * Empties the log's file. Waits for the writer and, at most 1 s, for readers.
   *
   * @return whether it is empty; if not, a reader was in the way
   */
  boolean emptyLog() {
    writing.lock();
    try {
      return !checkpoint("truncate", Duration.ofSeconds(1)).busy();
    } finally {
      writing.unlock();
    }
  }

  private void run() {
    long seen = -1;
    int quiet = 0;
    while (!closed) {
      long now = commits;
      quiet = now == seen ? quiet + 1 : 0;
      seen = now;
      boolean done = look(quiet >= QUIET_LOOKS);
      if (quiet >= QUIET_LOOKS && done) {
        sleepUntilCommit(seen);
        quiet = 0;
      } else {
        LockSupport.parkNanos(tight && !warned ? LOOK_NANOS_WITH_LITTLE_ROOM : LOOK_NANOS);
      }
    }
  }

  private void sleepUntilCommit(long seen) {
    asleep = true;
    while (!closed && commits == seen) {
      LockSupport.park(this);
    }
    asleep = false;
  }

  /** Whether nothing is left to copy. */
  private boolean look(boolean quiet) {
    try {
      tight = hasLittleRoom();
      var state = checkpoint("noop", Duration.ZERO);
      long step = tight ? Math.min(TIGHT_BYTES, settings.stepBytes()) : settings.stepBytes();
      long reset = tight ? Math.min(TIGHT_BYTES, settings.resetBytes()) : settings.resetBytes();
      boolean tooLong = state.frames() * frameBytes >= reset;
      if (state.left() * frameBytes >= step || (quiet && state.left() > 0) || tooLong) {
        Failpoint.BEFORE_CHECKPOINT.hit();
        state = checkpoint("passive", Duration.ZERO);
        Failpoint.AFTER_CHECKPOINT.hit();
      }
      if (tooLong && !pauses()) {
        startLogAnew();
      }
      warned = false;
      return state.left() == 0;
    } catch (StoreFull | StoreBusy e) {
      if (!warned) {
        warned = true;
        LOG.warn("The log could not be copied into the database yet: {}", e.getMessage());
      }
      return false;
    } catch (StoreBroken e) {
      onBroken.accept(e);
      closed = true;
      return true;
    }
  }

  private boolean hasLittleRoom() {
    return full || disk.free() < LITTLE_ROOM_BYTES;
  }

  private boolean pauses() {
    return hinderedAt != null && System.nanoTime() - hinderedAt < PAUSE_NANOS;
  }

  /** Most is copied already: what is left is what was written meanwhile. */
  private void startLogAnew() {
    var patience = Duration.ofMillis(logTooLong() ? 1_000 : 100);
    writing.lock();
    try {
      var hindered = checkpoint("restart", patience).busy();
      hinderedAt = hindered ? System.nanoTime() : null;
    } finally {
      writing.unlock();
    }
  }

  private synchronized Progress checkpoint(String mode, Duration patience) {
    var progress = connection.checkpoint(mode, patience);
    boolean anew = !mode.equals("noop") && !mode.equals("passive") && !progress.busy();
    logBytes = anew ? 0 : progress.frames() * frameBytes;
    leftBytes = progress.left() * frameBytes;
    return progress;
  }

  /** Nothing more is copied. Does not wait. */
  void stop() {
    closed = true;
    LockSupport.unpark(thread);
  }

  @Override
  public void close() {
    stop();
    Threads.join(thread);
    connection.close();
  }

  /**
   * How far the log is copied.
   *
   * @param busy a reader or writer was in the way
   * @param frames pages in the log
   * @param copied of those, how many are in the database
   */
  record Progress(boolean busy, long frames, long copied) {
    long left() {
      return frames - copied;
    }
  }
}
