package dev.belfry.engine.signing;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A shared secret of Standard Webhooks: {@code whsec_} and the Base64 of 24 to 64 bytes.
 *
 * @see <a href="https://www.standardwebhooks.com/">Standard Webhooks 1.0.0, Webhook signatures</a>
 */
public final class WebhookSecret {

  private static final String PREFIX = "whsec_";
  private static final int SHORTEST = 24;
  private static final int LONGEST = 64;
  private static final int GENERATED = 32;
  private static final String ALGORITHM = "HmacSHA256";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] bytes;
  private final SecretKeySpec key;

  private WebhookSecret(byte[] bytes) {
    this.bytes = bytes;
    key = new SecretKeySpec(bytes, ALGORITHM);
  }

  /**
   * Reads a secret in its written form. Base64 is taken strictly, with padding, since other
   * people's verifiers do.
   *
   * @throws IllegalArgumentException what is wrong with it, without repeating it
   */
  public static WebhookSecret parse(String text) {
    if (!text.startsWith(PREFIX)) {
      throw new IllegalArgumentException("must start with " + PREFIX);
    }
    var encoded = text.substring(PREFIX.length());
    var bytes = decoded(encoded);
    if (!Base64.getEncoder().encodeToString(bytes).equals(encoded)) {
      throw notBase64();
    }
    if (bytes.length < SHORTEST || bytes.length > LONGEST) {
      throw new IllegalArgumentException(
          "must be %s and the Base64 of %d to %d bytes, not of %d"
              .formatted(PREFIX, SHORTEST, LONGEST, bytes.length));
    }
    return new WebhookSecret(bytes);
  }

  /** A new one of 32 random bytes. */
  public static WebhookSecret generate() {
    var bytes = new byte[GENERATED];
    RANDOM.nextBytes(bytes);
    return new WebhookSecret(bytes);
  }

  /** The written form: to be shown once, and kept encrypted. */
  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /** HMAC-SHA256 of {@code head} and {@code body}, one after the other. */
  byte[] hmac(byte[] head, byte[] body) {
    try {
      // A new Mac each time: 4 µs with the digest of 1 KiB, and keeping one gains nothing.
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      mac.update(head);
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof WebhookSecret secret && MessageDigest.isEqual(bytes, secret.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Shows nothing of the secret. */
  @Override
  public String toString() {
    return PREFIX + "…";
  }

  private static byte[] decoded(String encoded) {
    try {
      return Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException _) {
      throw notBase64();
    }
  }

  private static IllegalArgumentException notBase64() {
    return new IllegalArgumentException("must be " + PREFIX + " and Base64 with its padding");
  }
}
