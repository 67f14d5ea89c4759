package dev.belfry.server;

import dev.belfry.dialects.belfry.Upkeep;
import dev.belfry.dialects.belfry.UpkeepRefused;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.delivery.SumsCheck;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.store.Check;
import dev.belfry.engine.store.ClosedStore;
import dev.belfry.engine.store.MasterKey;
import dev.belfry.engine.store.StoreRefused;
import dev.belfry.engine.store.Vault;
import dev.belfry.engine.webhook.Webhooks;
import dev.belfry.server.config.Settings.Storage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Backup and verification of a folder. */
public final class Upkeeper implements Upkeep {

  private final MasterKey masterKey;
  private final Vault vault;
  private final Store store;

  private Upkeeper(MasterKey masterKey, Vault vault, Store store) {
    this.masterKey = masterKey;
    this.vault = vault;
    this.store = store;
  }

  /** An open store, or one that no process has open. */
  private interface Store {
    void backup(Path file, Optional<MasterKey> key);

    List<String> verify(List<Check> checks);
  }

  /** Of a folder that this process has open. */
  static Upkeeper of(DataFolder folder) {
    return new Upkeeper(
        folder.masterKey(),
        folder.vault(),
        new Store() {
          @Override
          public void backup(Path file, Optional<MasterKey> key) {
            folder.database().backup(file, key);
          }

          @Override
          public List<String> verify(List<Check> checks) {
            return folder.database().verify(checks);
          }
        });
  }

  /**
   * Of a folder that no server has open; nothing in it is changed.
   *
   * @throws StoreRefused if its master key is not there
   */
  public static Upkeeper ofClosed(Storage storage) {
    var path = storage.data();
    var masterKey = MasterKey.loadOrCreate(path, storage.masterKey());
    return new Upkeeper(
        masterKey,
        Vault.of(masterKey),
        new Store() {
          @Override
          public void backup(Path file, Optional<MasterKey> key) {
            ClosedStore.backup(path, file, key);
          }

          @Override
          public List<String> verify(List<Check> checks) {
            return ClosedStore.verify(path, checks);
          }
        });
  }

  @Override
  public void backup(Path file, boolean withKey) {
    try {
      store.backup(file, withKey ? Optional.of(masterKey) : Optional.empty());
    } catch (StoreRefused e) {
      throw new UpkeepRefused(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public List<String> verify() {
    return store.verify(
        List.of(
            vault.check(),
            EventStore.check(),
            SumsCheck.check(),
            Webhooks.check(new VaultSeal(vault)),
            new Check("audit", Audit::faults)));
  }
}
