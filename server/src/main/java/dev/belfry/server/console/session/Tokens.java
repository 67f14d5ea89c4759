package dev.belfry.server.console.session;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/** What a cookie carries, and what is derived from it. */
final class Tokens {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Tokens() {}

  /** 256 random bits. */
  static String fresh() {
    var bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return text(bytes);
  }

  /** What forms carry: known to who has the cookie, and tells nothing of the cookie. */
  static String proof(String token) {
    return digest("form " + token);
  }

  /** Under what a session is kept: who reads it cannot use it. */
  static String shelf(String token) {
    return digest("shelf " + token);
  }

  static boolean same(String one, String other) {
    return MessageDigest.isEqual(
        one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String digest(String text) {
    try {
      return text(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
