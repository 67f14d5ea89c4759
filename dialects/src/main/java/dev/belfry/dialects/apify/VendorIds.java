package dev.belfry.dialects.apify;

import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.tenant.TenantId;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Pattern;

/** Apify's ids: 17 letters and digits (§1.4). */
final class VendorIds {

  static final int LENGTH = 17;

  private static final Pattern FORM = Pattern.compile("[a-zA-Z0-9]{17}");
  private static final String DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
  private static final BigInteger ALL = BASE.pow(LENGTH);
  private static final int CHECK_BITS = 37;
  private static final long CHECK_MASK = (1L << CHECK_BITS) - 1;
  private static final SecureRandom RANDOM = new SecureRandom();

  private VendorIds() {}

  static boolean isWellFormed(String text) {
    return FORM.matcher(text).matches();
  }

  /** One that nobody has. */
  static String random() {
    return text(new BigInteger(128, RANDOM).mod(ALL));
  }

  /** Always the same for the same words. */
  static String derived(String words) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
      return text(new BigInteger(1, hash).mod(ALL));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static String ofUser(TenantId tenant) {
    return derived("user " + tenant);
  }

  /**
   * The dispatch that a delivery is: its number and a checksum, mixed so that ids in a row do not
   * look alike.
   */
  static String ofDispatch(DeliveryId delivery) {
    var check = mixed(delivery.value()) & CHECK_MASK;
    var hidden = delivery.value() ^ (mixed(check) >>> 1);
    return text(BigInteger.valueOf(hidden).shiftLeft(CHECK_BITS).or(BigInteger.valueOf(check)));
  }

  /** The delivery that a dispatch is, if there can be such a dispatch. */
  static Optional<DeliveryId> deliveryOf(String dispatch) {
    if (!isWellFormed(dispatch)) {
      return Optional.empty();
    }
    var number = BigInteger.ZERO;
    for (int i = 0; i < LENGTH; i++) {
      number = number.multiply(BASE).add(BigInteger.valueOf(DIGITS.indexOf(dispatch.charAt(i))));
    }
    var check = number.longValue() & CHECK_MASK;
    var hidden = number.shiftRight(CHECK_BITS);
    if (hidden.bitLength() > 63) {
      return Optional.empty();
    }
    var value = hidden.longValue() ^ (mixed(check) >>> 1);
    return (mixed(value) & CHECK_MASK) == check
        ? Optional.of(new DeliveryId(value))
        : Optional.empty();
  }

  private static String text(BigInteger number) {
    var text = new char[LENGTH];
    var rest = number;
    for (int i = LENGTH - 1; i >= 0; i--) {
      var parts = rest.divideAndRemainder(BASE);
      text[i] = DIGITS.charAt(parts[1].intValue());
      rest = parts[0];
    }
    return new String(text);
  }

  /** The finaliser of SplitMix64. */
  private static long mixed(long number) {
    var z = number + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
