package dev.belfry.engine.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * A copy of a store as of one moment, in a single file, made while the store goes on. To restore
 * it, put it into an empty data folder as {@code belfry.db}, with its key as {@code master.key}.
 *
 * <p>SQLite's {@code vacuum into} reads in one transaction, so the writer is not stopped; the log
 * only cannot be started anew meanwhile. What was erased is not in the copy.
 */
final class Backup {

  private Backup() {}

  /**
   * Writes {@code file}; it appears under its name when it is complete and synced.
   *
   * @param key written beside it as {@code <file>.key}, for its owner only; without it the copy
   *     opens only with the key kept elsewhere
   * @throws StoreRefused if one of the files exists already or cannot be written
   */
  static void write(SqliteConnection source, Path file, Optional<MasterKey> key) {
    var target = file.toAbsolutePath();
    var keyFile = target.resolveSibling(target.getFileName() + ".key");
    refuseIfThere(target);
    if (key.isPresent()) {
      refuseIfThere(keyFile);
    }
    if (!Files.isDirectory(DurableFiles.parentOf(target))) {
      throw new StoreRefused(
          "there is no folder " + DurableFiles.parentOf(target) + " for the backup; make it first",
          null);
    }
    var unfinished = target.resolveSibling(target.getFileName() + ".unfinished");
    try {
      Files.deleteIfExists(unfinished);
      DurableFiles.writePrivate(unfinished, "");
      source.vacuumInto(unfinished);
      DurableFiles.syncFile(unfinished);
      if (key.isPresent()) {
        DurableFiles.writePrivate(keyFile, key.get().base64() + "\n");
      }
      Failpoint.BEFORE_BACKUP_NAMED.hit();
      Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      DurableFiles.syncFolder(DurableFiles.parentOf(target));
    } catch (IOException | StoreFull e) {
      var why = e instanceof IOException fault ? FileFault.text(fault) : e.getMessage();
      throw new StoreRefused("cannot write the backup " + target + ": " + why, e);
    } finally {
      deleteQuietly(unfinished);
    }
  }

  private static void refuseIfThere(Path file) {
    if (Files.exists(file)) {
      throw new StoreRefused(file + " exists already; backups never overwrite", null);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException _) {
      // left over; the next backup of this name removes it
    }
  }
}
