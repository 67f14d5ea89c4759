package dev.belfry.server;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.audit.Change;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.MasterKey;
import dev.belfry.engine.store.MasterKeyChange;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.store.Vault;
import dev.belfry.engine.webhook.Webhooks;
import dev.belfry.server.config.Settings.Storage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A new master key for a folder that no server has open. */
public final class MasterKeyRotation {

  private MasterKeyRotation() {}

  /**
   * Seals all secrets with a new key; goes on with what an earlier call began.
   *
   * @param newKey base64 of 32 bytes; without it one is made. Needed if the operator keeps the key
   *     outside the folder
   * @param steps is told after each step how many there were
   * @return where the key before is kept; empty if it was never in the folder
   * @throws dev.belfry.engine.store.StoreRefused if a server runs, a key does not fit, or the store
   *     was never started to the end
   * @throws Failure if the new key is needed and not given
   */
  public static Optional<Path> run(Storage storage, Optional<String> newKey, LongConsumer steps) {
    var folder = storage.data();
    var kept = storage.masterKey().isEmpty();
    if (!kept && newKey.isEmpty()) {
      throw new Failure("the master key is a setting, so the new one has to be given: --new-key");
    }
    var settings = SqliteSettings.DEFAULTS.withUnsafeAllowed(true);
    try (var database = SqliteDatabase.open(folder, settings)) {
      demandStarted(database);
      var old = MasterKey.loadOrCreate(folder, storage.masterKey());
      var next = kept ? MasterKey.next(folder, newKey) : MasterKey.given(newKey.orElseThrow());
      new MasterKeyChange(database, old, next)
          .run(List.of(Webhooks.sealedRows()), steps, tx -> record(database, tx));
      return kept ? Optional.of(MasterKey.promote(folder)) : Optional.empty();
    }
  }

  /** Before a key is made that nothing would ever be sealed with. */
  private static void demandStarted(SqliteDatabase database) {
    database.read(tx -> {
      Vault.demandStarted(tx);
      return null;
    });
  }

  private static void record(SqliteDatabase database, Tx tx) {
    var clock = InstantSource.system();
    var last =
        tx.find("select id from audit order by id desc limit 1", row -> row.number(1)).orElse(0L);
    new Audit(database, clock, new IdSource(clock, last))
        .record(tx, null, Actor.ADMIN, "master-key.rotated", "master-key", new Change());
  }
}
