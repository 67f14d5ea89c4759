package dev.belfry.engine.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;

/**
 * Encryption at rest: AES-256-GCM with a random nonce. Each value is bound to what it belongs to
 * (tenant and webhook, say): copied elsewhere, it does not open.
 */
public final class Vault {

  /** How the names of kept keys begin. */
  static final String KEPT = "key ";

  private static final byte FORM = 1;

  /** Sealed with the store's key; so is the second while a change to that key is under way. */
  static final String CHECK = "vault-check";

  static final String NEXT_CHECK = "vault-check-next";

  private final Aead aead;

  private Vault(Aead aead) {
    this.aead = aead;
  }

  /**
   * The vault of a store. The first key a store is opened with becomes its key.
   *
   * @throws StoreRefused if {@code key} is not the store's, or a change of it is not finished
   */
  public static Vault of(Database database, MasterKey key) {
    var vault = of(key);
    database.write(tx -> {
      if (Meta.find(tx, NEXT_CHECK).isPresent()) {
        throw new StoreRefused(
            "the change of this store's master key is not finished: run belfry rotate-master-key"
                + " again",
            null);
      }
      Meta.find(tx, CHECK)
          .ifPresentOrElse(vault::demandFit, () -> Meta.put(tx, CHECK, vault.newCheck()));
      return null;
    });
    return vault;
  }

  /** What keys of the API are hashed with. */
  public static final String API_KEYS = "keys 1";

  /**
   * A key that stays the store's own when its master key changes: kept sealed.
   *
   * @param master where it is derived from the first time
   * @param label what it is for
   */
  public byte[] keptKey(Database database, MasterKey master, String label) {
    var name = KEPT + label;
    return database.write(tx ->
        Meta.find(tx, name)
            .map(sealed -> open(sealed, name))
            .orElseGet(() -> {
              var key = master.derive(label);
              Meta.put(tx, name, seal(key, name));
              return key;
            }));
  }

  /** The vault of a key, not held against any store: see {@link #check}. */
  public static Vault of(MasterKey key) {
    try {
      return new Vault(new AesGcmJce(key.derive("vault 1")));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Encrypts a value; the result is 29 bytes longer.
   *
   * @param associated what the value belongs to; needed again to open it
   */
  public byte[] seal(byte[] plain, String associated) {
    try {
      var encrypted = aead.encrypt(plain, bytes(associated));
      var sealed = new byte[encrypted.length + 1];
      sealed[0] = FORM;
      System.arraycopy(encrypted, 0, sealed, 1, encrypted.length);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Gives back what was sealed.
   *
   * @throws SealBroken if the value is damaged or belongs to something else
   */
  public byte[] open(byte[] sealed, String associated) {
    if (sealed.length == 0 || sealed[0] != FORM) {
      throw new SealBroken("not a sealed value: " + associated, null);
    }
    try {
      return aead.decrypt(Arrays.copyOfRange(sealed, 1, sealed.length), bytes(associated));
    } catch (GeneralSecurityException e) {
      throw new SealBroken("a sealed value does not open: " + associated, e);
    }
  }

  /**
   * Whether this is the store's vault.
   *
   * @see #demandStarted
   */
  public Check check() {
    return new Check(
        "key",
        tx -> {
          demandStarted(tx);
          return Meta.find(tx, CHECK).filter(this::fits).isPresent()
              ? List.of()
              : List.of("the master key is not this store's");
        });
  }

  /**
   * A store has no key before its first server got as far as that.
   *
   * @throws StoreRefused if the first start was cut short before
   */
  public static void demandStarted(Tx tx) {
    if (Meta.isEmpty(tx)) {
      throw new StoreRefused(
          "the store was never started to the end; start the server once: belfry serve", null);
    }
  }

  byte[] newCheck() {
    return seal(bytes("belfry"), CHECK);
  }

  /** Whether this is the vault that {@code check} was sealed with. */
  boolean fits(byte[] check) {
    try {
      open(check, CHECK);
      return true;
    } catch (SealBroken _) {
      return false;
    }
  }

  private void demandFit(byte[] check) {
    if (!fits(check)) {
      throw new StoreRefused(
          "the master key is not this store's (if belfry rotate-master-key was cut short, run it"
              + " again)",
          null);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
