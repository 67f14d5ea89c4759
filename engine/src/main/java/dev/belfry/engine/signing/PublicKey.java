package dev.belfry.engine.signing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/** What checks signatures of version {@code v1a}; no secret. Written {@code whpk_} and Base64. */
public final class PublicKey {

  private static final String PREFIX = "whpk_";

  private final byte[] bytes;

  private PublicKey(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The key of these 32 bytes. */
  static PublicKey of(byte[] bytes) {
    return new PublicKey(bytes.clone());
  }

  /** Whether {@code text} is the written form of such a key, going by its beginning. */
  public static boolean isOne(String text) {
    return text.startsWith(PREFIX);
  }

  /**
   * Reads a key in its written form.
   *
   * @throws IllegalArgumentException what is wrong with it
   */
  public static PublicKey parse(String text) {
    if (!isOne(text)) {
      throw new IllegalArgumentException("must start with " + PREFIX);
    }
    var bytes = decoded(text.substring(PREFIX.length()));
    if (bytes.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(bytes, 0)) {
      throw new IllegalArgumentException(
          "must be " + PREFIX + " and the Base64 of an Ed25519 public key");
    }
    return new PublicKey(bytes);
  }

  public String text() {
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /** The member {@code x} of a JSON Web Key (RFC 8037). */
  public String x() {
    return base64Url(bytes);
  }

  /** By what a JSON Web Key is told apart: its thumbprint (RFC 7638). */
  public String thumbprint() {
    try {
      var canonical = "{\"crv\":\"Ed25519\",\"kty\":\"OKP\",\"x\":\"" + x() + "\"}";
      return base64Url(
          MessageDigest.getInstance("SHA-256")
              .digest(canonical.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  boolean verify(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, bytes, 0, message, 0, message.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PublicKey key && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return text();
  }

  private static String base64Url(byte[] some) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(some);
  }

  private static byte[] decoded(String encoded) {
    try {
      return Base64.getDecoder().decode(encoded);
    } catch (IllegalArgumentException _) {
      throw new IllegalArgumentException("must be " + PREFIX + " and Base64 with its padding");
    }
  }
}
