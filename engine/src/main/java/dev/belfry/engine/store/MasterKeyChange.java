package dev.belfry.engine.store;

import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Seals all secrets of a store with another master key. Each step is a transaction, and what is
 * sealed anew is left alone the next time: cut short at any point, it is taken up again by running
 * it again. Until it is finished no server opens the store.
 */
public final class MasterKeyChange {

  private static final int STEP = 500;

  private final Database database;
  private final MasterKey oldKey;
  private final Vault old;
  private final Vault next;

  /** A change of this store's key from {@code old} to {@code next}. */
  public MasterKeyChange(Database database, MasterKey old, MasterKey next) {
    this.database = database;
    this.oldKey = old;
    this.old = Vault.of(old);
    this.next = Vault.of(next);
  }

  /**
   * Does all that is not done yet; does nothing if the store has the new key.
   *
   * @param all every feature's sealed rows
   * @param steps is told after each step how many there were
   * @param atEnd is part of the last transaction
   * @throws StoreRefused if neither key is the store's, or a change to another key was begun
   * @throws SealBroken if a value opens with neither key; all others are left as they are
   */
  public void run(List<SealedRows> all, LongConsumer steps, Consumer<Tx> atEnd) {
    if (!begin()) {
      return;
    }
    // An older server may not have done it yet, and it is derived from the old key.
    old.keptKey(database, oldKey, Vault.API_KEYS);
    var count = 0L;
    for (var rows : all) {
      var place = OptionalLong.of(0);
      while (place.isPresent()) {
        place = step(rows, place.getAsLong());
        Failpoint.AFTER_KEY_STEP.hit();
        steps.accept(++count);
      }
    }
    end(atEnd);
    Failpoint.AFTER_KEY_CHANGED.hit();
    database.emptyLog();
  }

  /** Answers false if all is done. */
  private boolean begin() {
    return database.write(tx -> {
      var check =
          Meta.find(tx, Vault.CHECK)
              .orElseThrow(() -> new StoreRefused("the store has no master key yet", null));
      if (next.fits(check)) {
        return false;
      }
      if (!old.fits(check)) {
        throw new StoreRefused("the master key is not this store's", null);
      }
      var begun = Meta.find(tx, Vault.NEXT_CHECK);
      if (begun.isPresent() && !next.fits(begun.get())) {
        throw new StoreRefused(
            "a change to another new key was begun and is not finished: give that key", null);
      }
      Meta.put(tx, Vault.NEXT_CHECK, next.newCheck());
      return true;
    });
  }

  private OptionalLong step(SealedRows rows, long after) {
    return database.write(tx -> rows.sealAgain(tx, after, STEP, this::sealAgain));
  }

  private void end(Consumer<Tx> atEnd) {
    database.write(tx -> {
      tx.query(
              "select name, value from meta where substr(name, 1, length(?)) = ?",
              row -> new Kept(row.text(1), row.bytes(2)),
              Vault.KEPT,
              Vault.KEPT)
          .forEach(kept -> Meta.put(tx, kept.name, sealAgain(kept.sealed, kept.name)));
      Meta.put(tx, Vault.CHECK, next.newCheck());
      Meta.remove(tx, Vault.NEXT_CHECK);
      atEnd.accept(tx);
      return null;
    });
  }

  private byte[] sealAgain(byte[] sealed, String associated) {
    byte[] plain;
    try {
      plain = old.open(sealed, associated);
    } catch (SealBroken e) {
      next.open(sealed, associated);
      return sealed;
    }
    return next.seal(plain, associated);
  }

  private record Kept(String name, byte[] sealed) {}
}
