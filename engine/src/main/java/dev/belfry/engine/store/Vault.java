package dev.belfry.engine.store;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/**
 * Encryption at rest: AES-256-GCM with a random nonce. Each value is bound to what it belongs to
 * (tenant and webhook, say): copied elsewhere, it does not open.
 */
public final class Vault {

  private static final byte FORM = 1;

  private static final String CHECK = "vault-check";

  private final Aead aead;

  private Vault(Aead aead) {
    this.aead = aead;
  }

  /**
   * The vault of a store. The first key a store is opened with becomes its key.
   *
   * @throws StoreRefused if {@code key} is not the one this store was made with
   */
  public static Vault of(Database database, MasterKey key) {
    var vault = of(key);
    database.write(tx -> {
      var known = tx.find("select value from meta where name = ?", row -> row.bytes(1), CHECK);
      if (known.isPresent()) {
        vault.checkFits(known.get());
      } else {
        tx.update("insert into meta (name, value) values (?, ?)", CHECK, vault.newCheck());
      }
      return null;
    });
    return vault;
  }

  static Vault of(MasterKey key) {
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

  private byte[] newCheck() {
    return seal(bytes("belfry"), CHECK);
  }

  private void checkFits(byte[] known) {
    try {
      open(known, CHECK);
    } catch (SealBroken e) {
      throw new StoreRefused("the master key is not the one this store was made with", e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
