package dev.belfry.engine.signing;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/**
 * A key pair of Standard Webhooks' version {@code v1a}: {@code whsk_} and the Base64 of the 32
 * bytes of the private and the 32 of the public key.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8032">RFC 8032, Ed25519</a>
 */
public final class SigningKey {

  private static final String PREFIX = "whsk_";
  private static final SecureRandom RANDOM = new SecureRandom();

  private final byte[] seed;
  private final byte[] open;

  private SigningKey(byte[] seed, byte[] open) {
    this.seed = seed;
    this.open = open;
  }

  /** Whether {@code text} is the written form of such a key, going by its beginning. */
  public static boolean isOne(String text) {
    return text.startsWith(PREFIX);
  }

  /**
   * Reads a key in its written form.
   *
   * @throws IllegalArgumentException what is wrong with it, without repeating it
   */
  public static SigningKey parse(String text) {
    if (!isOne(text)) {
      throw new IllegalArgumentException("must start with " + PREFIX);
    }
    var bytes = Base64.getDecoder().decode(text.substring(PREFIX.length()));
    if (bytes.length != Ed25519.SECRET_KEY_SIZE + Ed25519.PUBLIC_KEY_SIZE) {
      throw new IllegalArgumentException("must be " + PREFIX + " and the Base64 of 64 bytes");
    }
    return new SigningKey(
        Arrays.copyOf(bytes, Ed25519.SECRET_KEY_SIZE),
        Arrays.copyOfRange(bytes, Ed25519.SECRET_KEY_SIZE, bytes.length));
  }

  /** The key of these 32 private bytes. */
  public static SigningKey of(byte[] seed) {
    var open = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, open, 0);
    return new SigningKey(seed.clone(), open);
  }

  /** A new one of 32 random bytes. */
  public static SigningKey generate() {
    var seed = new byte[Ed25519.SECRET_KEY_SIZE];
    RANDOM.nextBytes(seed);
    return of(seed);
  }

  /** The written form: never shown, kept encrypted. */
  public String text() {
    var bytes = Arrays.copyOf(seed, seed.length + open.length);
    System.arraycopy(open, 0, bytes, seed.length, open.length);
    return PREFIX + Base64.getEncoder().encodeToString(bytes);
  }

  /** What anybody may know. */
  public PublicKey publicKey() {
    return PublicKey.of(open);
  }

  /** 64 bytes. */
  byte[] sign(byte[] message) {
    var signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, open, 0, null, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SigningKey key && MessageDigest.isEqual(seed, key.seed);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(seed);
  }

  /** Shows nothing of the private key. */
  @Override
  public String toString() {
    return PREFIX + "…";
  }
}
