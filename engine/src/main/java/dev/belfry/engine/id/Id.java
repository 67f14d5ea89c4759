package dev.belfry.engine.id;

import java.util.OptionalLong;

/**
 * How ids are written: a prefix and 26 characters of Crockford's base32, in the form of a ULID (the
 * first 48 bits are the milliseconds since 1970), so that text order is number order.
 *
 * <p>The number has 63 bits: 44 of milliseconds, 13 of counter, 6 of node. The 61 bits of text that
 * are left over are a checksum of the number, so a mistyped id names nothing.
 *
 * @see <a href="https://github.com/ulid/spec">ULID</a>
 */
public final class Id {

  /** From one id to the next: the node's bits are the lowest. */
  public static final long STRIDE = 1L << 6;

  /** The last millisecond since 1970 that an id can name, in the year 2527. */
  public static final long LAST_MILLI = (1L << 44) - 1;

  private static final int TEXT_LENGTH = 26;
  private static final int MILLIS_SHIFT = 19;
  private static final int CHECK_BITS = 61;
  private static final char[] DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final byte[] VALUES = values();

  private Id() {}

  /** {@code prefix} and the 26 characters of {@code number}. */
  public static String text(String prefix, long number) {
    var high = highBits(number);
    var low = lowBits(number);
    var text = new char[TEXT_LENGTH];
    for (int i = TEXT_LENGTH - 1; i >= 0; i--) {
      text[i] = DIGITS[(int) (low & 31)];
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return prefix.concat(new String(text));
  }

  /** The number that {@code text} stands for, if it is an id of this prefix. */
  public static OptionalLong parse(String prefix, String text) {
    if (text.length() != prefix.length() + TEXT_LENGTH || !text.startsWith(prefix)) {
      return OptionalLong.empty();
    }
    long high = 0;
    long low = 0;
    for (int i = prefix.length(); i < text.length(); i++) {
      var c = text.charAt(i);
      var value = c < VALUES.length ? VALUES[c] : -1;
      if (value < 0 || (high >>> 59) != 0) {
        return OptionalLong.empty();
      }
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | value;
    }
    var number = (high << 3) | (low >>> CHECK_BITS);
    var isOurs = number >= 0 && highBits(number) == high && lowBits(number) == low;
    return isOurs ? OptionalLong.of(number) : OptionalLong.empty();
  }

  /** The smallest number an id of this instant can have; for cursors and windows over time. */
  public static long firstAt(long epochMillis) {
    return epochMillis << MILLIS_SHIFT;
  }

  private static long highBits(long number) {
    return number >>> 3;
  }

  private static long lowBits(long number) {
    return (number << CHECK_BITS) | (mixed(number) >>> 3);
  }

  /** The finaliser of SplitMix64. */
  private static long mixed(long number) {
    var z = number + 0x9e3779b97f4a7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static byte[] values() {
    var values = new byte[128];
    java.util.Arrays.fill(values, (byte) -1);
    for (byte i = 0; i < DIGITS.length; i++) {
      values[DIGITS[i]] = i;
    }
    return values;
  }
}
