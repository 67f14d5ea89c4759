package dev.belfry.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A data folder that no server has open: verified and copied without a change to it, also when its
 * last process was killed.
 */
public final class ClosedStore {

  private ClosedStore() {}

  /**
   * The process that has the folder open; empty if none has.
   *
   * @throws StoreRefused if that cannot be told
   */
  public static Optional<String> holder(Path folder) {
    return FolderLock.holder(folder);
  }

  /**
   * Reads all of the store.
   *
   * @return one line a problem; empty if all is well
   * @throws StoreRefused if a process has the folder open, or there is no store in it
   */
  public static List<String> verify(Path folder, List<Check> checks) {
    return reading(
        folder,
        connection -> {
          connection.controlTransactions();
          return Verification.problems(connection, checks);
        });
  }

  /**
   * Copies the store into a single new file; see {@link SqliteDatabase#backup}.
   *
   * @throws StoreRefused if a process has the folder open, there is no store in it, or the file
   *     exists or cannot be written
   */
  public static void backup(Path folder, Path file, Optional<MasterKey> key) {
    reading(
        folder,
        connection -> {
          Backup.write(connection, file, key);
          return file;
        });
  }

  /** A connection that only reads leaves the database and its log as they are. */
  private static <T> T reading(Path folder, Function<SqliteConnection, T> work) {
    var file = folder.resolve(SqliteDatabase.FILE);
    if (!Files.exists(file)) {
      throw new StoreRefused("there is no store in " + folder, null);
    }
    try (var _ = FolderLock.take(folder)) {
      boolean hadLog = Files.exists(logOf(file));
      try (var connection = SqliteConnection.toRead(file)) {
        return work.apply(connection);
      } catch (StoreBroken e) {
        throw new StoreRefused(file + " cannot be read as a store: " + e.getMessage(), e);
      } finally {
        Files.deleteIfExists(file.resolveSibling(SqliteDatabase.FILE + "-shm"));
        if (!hadLog) {
          Files.deleteIfExists(logOf(file));
        }
      }
    } catch (IOException e) {
      throw new StoreRefused("cannot tidy up " + folder + ": " + e, e);
    }
  }

  private static Path logOf(Path file) {
    return file.resolveSibling(SqliteDatabase.FILE + "-wal");
  }
}
