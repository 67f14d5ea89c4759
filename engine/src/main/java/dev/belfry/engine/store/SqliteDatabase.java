package dev.belfry.engine.store;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The embedded store: one SQLite file in a folder of its own, with a write-ahead log that is synced
 * at each commit.
 *
 * <p>No other part of the process may open the database's files, not even to read them: closing
 * them would drop the locks that SQLite holds (POSIX locks belong to the process).
 */
public final class SqliteDatabase implements Database {

  static final String FILE = "belfry.db";

  private final Path file;
  private final SqliteSettings settings;
  private final StoreListener listener;
  private final SqliteConnection writer;
  private final Readers readers;
  private final Checkpointer checkpointer;
  private final Reserve reserve;
  private final WriteProbe probe;

  /** What was opened, to be closed in the opposite order. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /**
   * Held while a transaction is written, and while the log is started anew. It is fair: who writes
   * without a pause would keep the checkpoints out.
   */
  private final ReentrantLock writing = new ReentrantLock(true);

  private volatile @Nullable StoreBroken broken;
  private volatile boolean closed;

  private SqliteDatabase(Path folder, SqliteSettings settings, StoreListener listener) {
    this.file = folder.resolve(FILE);
    this.settings = settings;
    this.listener = listener;
    try {
      opened.push(FolderLock.take(folder));
      this.writer = Pragmas.openWriter(file, settings);
      opened.push(this::closeWriter);
      Migrations.apply(writer, file, settings.migrations());
      this.readers =
          keep(new Readers(settings.reading(), () -> Pragmas.openReader(file, settings.reading())));
      this.reserve = new Reserve(folder, settings.reserveBytes());
      this.checkpointer =
          keep(
              new Checkpointer(
                  Pragmas.openCheckpointer(file, settings),
                  settings.log(),
                  writing,
                  this::broke,
                  disk(folder.toFile(), file.toFile(), reserve)));
      this.probe = keep(new WriteProbe(folder));
      reserve.restore();
    } catch (RuntimeException | Error e) {
      closeAll();
      throw e;
    }
  }

  /** Opens the store in {@code folder}, or makes one there. */
  public static SqliteDatabase open(Path folder, SqliteSettings settings) {
    return open(folder, settings, StoreListener.NONE);
  }

  /**
   * Opens the store in {@code folder}, or makes one there.
   *
   * @throws StoreRefused if another process has the folder, or it cannot be opened as safely as
   *     {@code settings} ask, or a newer program has changed it
   */
  public static SqliteDatabase open(Path folder, SqliteSettings settings, StoreListener listener) {
    try {
      DurableFiles.createFolder(folder);
    } catch (IOException e) {
      throw new StoreRefused("cannot make the folder " + folder + ": " + FileFault.text(e), e);
    }
    if (!settings.allowUnsafe()) {
      FolderSafety.demand(folder);
    }
    return new SqliteDatabase(folder, settings, listener);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    writing.lock();
    try {
      checkUsable();
      probe.writeBegins();
      T result =
          writer.write(tx -> {
            T done = work.in(tx);
            checkpointer.demandRoom(tx);
            return done;
          });
      listener.committed(writer.lastCommit());
      checkpointer.committed();
      return result;
    } catch (StoreBroken e) {
      throw broke(e);
    } finally {
      probe.writeEnds();
      writing.unlock();
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    checkUsable();
    try {
      return readers.read(work);
    } catch (StoreBroken e) {
      throw broke(e);
    }
  }

  /** The part of the write-ahead log that is in use, as of 100 ms ago. */
  public long logBytes() {
    return checkpointer.logBytes();
  }

  @Override
  public boolean logTooLong() {
    return checkpointer.logTooLong();
  }

  /** Copies all of the log into the database and empties its file. */
  @Override
  public boolean emptyLog() {
    checkUsable();
    try {
      return checkpointer.emptyLog();
    } catch (StoreBroken e) {
      throw broke(e);
    }
  }

  @Override
  public void releaseReserve() {
    reserve.release();
    checkpointer.keepTight(true);
  }

  @Override
  public boolean restoreReserve() {
    if (reserve.held()) {
      return true;
    }
    boolean restored = reserve.restore();
    checkpointer.keepTight(!restored);
    return restored;
  }

  /**
   * Whether something new could be stored now: no fault so far, the reserve held, the writer not
   * stuck, and the disk takes a few bytes. Answers within 1 s, whatever hangs.
   */
  public boolean writable() {
    return !closed && broken == null && reserve.held() && probe.passes();
  }

  /**
   * Copies the store as of now into a single new file, while it goes on. To restore it, put it into
   * an empty data folder as {@code belfry.db}, with its key as {@code master.key}.
   *
   * @param key written beside it as {@code <file>.key}, for its owner only, if given
   * @throws StoreRefused if the file exists already or cannot be written
   */
  public void backup(Path file, Optional<MasterKey> key) {
    checkUsable();
    try (var connection = SqliteConnection.toRead(this.file)) {
      Backup.write(connection, file, key);
    } catch (StoreBroken e) {
      throw broke(e);
    }
  }

  /**
   * Reads all of the store while it goes on.
   *
   * @return one line a problem, each beginning with the name of its check; empty if all is well
   */
  public List<String> verify(List<Check> checks) {
    checkUsable();
    try (var connection = Pragmas.openReader(file, settings.reading())) {
      return Verification.problems(connection, checks);
    }
  }

  private static Disk disk(File folder, File database, Reserve reserve) {
    return new Disk() {
      @Override
      public long free() {
        return folder.getUsableSpace();
      }

      @Override
      public long reserved() {
        return reserve.heldBytes();
      }

      @Override
      public long database() {
        return database.length();
      }
    };
  }

  private <C extends AutoCloseable> C keep(C part) {
    opened.push(part);
    return part;
  }

  private void checkUsable() {
    if (closed) {
      throw new IllegalStateException("the store is closed");
    }
    var why = broken;
    if (why != null) {
      throw new StoreBroken("the store failed before", why);
    }
  }

  /** Told once; whatever comes later is only a consequence. */
  private StoreBroken broke(StoreBroken why) {
    synchronized (this) {
      if (broken != null) {
        return why;
      }
      broken = why;
    }
    checkpointer.stop();
    listener.broke(why);
    return why;
  }

  /** Ends what runs, copies the log into the database and gives up the folder. */
  @Override
  public void close() {
    closed = true;
    closeAll();
  }

  /** Closing copies the log, which syncs: never again after a fault. The process must end. */
  private void closeWriter() {
    writing.lock();
    try {
      if (broken == null) {
        writer.close();
      }
    } finally {
      writing.unlock();
    }
  }

  private synchronized void closeAll() {
    while (!opened.isEmpty()) {
      var part = opened.pop();
      try {
        part.close();
      } catch (Exception e) {
        LoggerFactory.getLogger(SqliteDatabase.class).warn("Closing the store: {}", e.toString());
      }
    }
  }
}
