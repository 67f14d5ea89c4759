package dev.belfry.dialects.smartsheet;

import java.security.SecureRandom;

/** What is made up at random, in the vendor's alphabet of digits and small letters. */
final class RandomText {

  private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Published ids have 15 or 16 digits; all below 2^53, which JavaScript reads exactly. */
  private static final long LEAST_ID = 1_000_000_000_000_000L;

  private static final long ID_LIMIT = 1L << 53;

  private RandomText() {}

  /** Section 10.1: about 134 bits. */
  static String secret() {
    return text(26);
  }

  /** Section 6.4: names one error. */
  static String refId() {
    return text(12);
  }

  /** Section 6.2. */
  static long webhookId() {
    return RANDOM.nextLong(LEAST_ID, ID_LIMIT);
  }

  private static String text(int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return text.toString();
  }
}
