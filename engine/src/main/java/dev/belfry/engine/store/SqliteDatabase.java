package dev.belfry.engine.store;

import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The embedded store: one SQLite file in a folder of its own, with a write-ahead log that is synced
 * at each commit.
 *
 * <p>No other part of the process may open the database's files, not even to read them: closing
 * them would drop the locks that SQLite holds (POSIX locks belong to the process).
 */
public final class SqliteDatabase implements Database {

  static final String FILE = "belfry.db";

  private final StoreListener listener;
  private final SqliteConnection writer;
  private final Readers readers;

  /** Held while a transaction is written, and while the log is started anew. */
  private final ReentrantLock writing = new ReentrantLock();

  private volatile @Nullable StoreBroken broken;
  private boolean closed;

  private SqliteDatabase(Path file, SqliteSettings settings, StoreListener listener) {
    this.listener = listener;
    this.writer = Pragmas.openWriter(file, settings);
    this.readers =
        new Readers(settings.reading(), () -> Pragmas.openReader(file, settings.reading()));
  }

  /** Opens the store in {@code folder}, or makes one there. */
  public static SqliteDatabase open(Path folder, SqliteSettings settings) {
    return open(folder, settings, StoreListener.NONE);
  }

  /**
   * Opens the store in {@code folder}, or makes one there.
   *
   * @throws StoreRefused if it cannot be opened as safely as {@code settings} ask
   */
  public static SqliteDatabase open(Path folder, SqliteSettings settings, StoreListener listener) {
    return new SqliteDatabase(folder.resolve(FILE), settings, listener);
  }

  @Override
  public <T extends @Nullable Object> T write(Work<T> work) {
    writing.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the store is closed");
      }
      checkSound();
      T result = writer.write(work);
      listener.committed(writer.lastCommit());
      return result;
    } catch (StoreBroken e) {
      throw broke(e);
    } finally {
      writing.unlock();
    }
  }

  @Override
  public <T extends @Nullable Object> T read(Work<T> work) {
    checkSound();
    try {
      return readers.read(work);
    } catch (StoreBroken e) {
      throw broke(e);
    }
  }

  private void checkSound() {
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
    listener.broke(why);
    return why;
  }

  @Override
  public void close() {
    readers.close();
    writing.lock();
    try {
      if (!closed) {
        closed = true;
        writer.close();
      }
    } finally {
      writing.unlock();
    }
  }
}
