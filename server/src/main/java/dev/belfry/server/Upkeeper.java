package dev.belfry.server;

import dev.belfry.dialects.belfry.Upkeep;
import dev.belfry.dialects.belfry.UpkeepRefused;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.store.Check;
import dev.belfry.engine.store.MasterKey;
import dev.belfry.engine.store.StoreListener;
import dev.belfry.engine.store.StoreRefused;
import dev.belfry.server.config.Settings.Storage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Backup and verification of an open folder, whoever opened it. */
public final class Upkeeper implements Upkeep, AutoCloseable {

  private static final List<Check> CHECKS =
      List.of(EventStore.check(), new Check("audit", Audit::faults));

  private final DataFolder folder;

  Upkeeper(DataFolder folder) {
    this.folder = folder;
  }

  /**
   * Opens a folder that no server has.
   *
   * @throws dev.belfry.engine.store.StoreRefused if it cannot be opened
   */
  public static Upkeeper open(Storage storage) {
    return new Upkeeper(DataFolder.open(storage, true, StoreListener.NONE));
  }

  @Override
  public void backup(Path file, boolean withKey) {
    var key = withKey ? Optional.of(folder.masterKey()) : Optional.<MasterKey>empty();
    try {
      folder.database().backup(file, key);
    } catch (StoreRefused e) {
      throw new UpkeepRefused(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<String> verify() {
    return folder.database().verify(CHECKS);
  }

  @Override
  public void close() {
    folder.close();
  }
}
