package dev.belfry.engine.tenant;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA256 under a key that is not in the database, so that a stolen database opens nothing. */
public final class KeyedHash {

  private final SecretKeySpec key;

  /**
   * Hashes under this key.
   *
   * @param key at least 32 bytes
   */
  public KeyedHash(byte[] key) {
    if (key.length < 32) {
      throw new IllegalArgumentException("the key must have at least 32 bytes");
    }
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  public byte[] of(String secret) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
