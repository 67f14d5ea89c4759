package dev.belfry.server;

import dev.belfry.engine.store.MasterKey;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.engine.store.StoreListener;
import dev.belfry.engine.store.StoreRefused;
import dev.belfry.engine.store.Vault;
import dev.belfry.server.config.Settings.Storage;
import java.nio.file.Path;

/**
 * The folder of the embedded store, opened: the store and the keys kept with it.
 *
 * @param vault encrypts with the master key, which fits the store
 * @param operatorKey given by the operator, or the folder's own
 * @param unsafeAllowed whether it may be in memory or on a network
 */
record DataFolder(
    Path path,
    SqliteDatabase database,
    MasterKey masterKey,
    Vault vault,
    String operatorKey,
    boolean unsafeAllowed)
    implements AutoCloseable {

  /**
   * Opens the folder, or makes one with a new store and new keys.
   *
   * @param allowUnsafe lets it be in memory or on a network
   * @throws StoreRefused if another process has it, or a key does not fit
   * @throws Failure if the operator's key cannot be read or written
   */
  static DataFolder open(Storage storage, boolean allowUnsafe, StoreListener listener) {
    var path = storage.data();
    var masterKey = MasterKey.loadOrCreate(path, storage.masterKey());
    var settings = SqliteSettings.DEFAULTS.withUnsafeAllowed(allowUnsafe);
    var database = SqliteDatabase.open(path, settings, listener);
    try {
      var vault = Vault.of(database, masterKey);
      var operatorKey = storage.adminKey().orElseGet(() -> OperatorKey.findOrMake(path));
      return new DataFolder(path, database, masterKey, vault, operatorKey, allowUnsafe);
    } catch (RuntimeException e) {
      database.close();
      throw e;
    }
  }

  /** What keys of the API are hashed with; it stays when the master key changes. */
  byte[] keyHashKey() {
    return vault.keptKey(database, masterKey, Vault.API_KEYS);
  }

  @Override
  public void close() {
    database.close();
  }

  @Override
  public String toString() {
    return "DataFolder[" + path + "]";
  }
}
