package dev.belfry.dialects.belfry.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * JSON text written straight into UTF-8 bytes, several times faster than a generator. What is
 * written in which order is up to the caller.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">RFC 8259, 7. Strings</a>
 */
final class JsonBytes {

  private static final byte[] HEX = "0123456789abcdef".getBytes(ISO_8859_1);

  /** A control character becomes six bytes; nothing becomes more. */
  private static final int MOST_BYTES_A_CHAR = 6;

  private byte[] bytes;
  private int length;

  /**
   * @param expected bytes; more is taken when needed
   */
  JsonBytes(int expected) {
    bytes = new byte[expected];
  }

  /** Appends bytes as they are: punctuation, names, or a whole JSON value. */
  JsonBytes raw(byte[] json) {
    reserve(json.length);
    System.arraycopy(json, 0, bytes, length, json.length);
    length += json.length;
    return this;
  }

  /** Appends a string in quotes; half of a surrogate pair becomes U+FFFD. */
  JsonBytes string(String text) {
    reserve(2L + (long) MOST_BYTES_A_CHAR * text.length());
    bytes[length++] = '"';
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        utf8(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        utf8(Character.isSurrogate(c) ? 0xFFFD : c);
      }
    }
    bytes[length++] = '"';
    return this;
  }

  byte[] toBytes() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  private void ascii(char c) {
    if (c == '"' || c == '\\') {
      bytes[length++] = '\\';
      bytes[length++] = (byte) c;
    } else if (c >= 0x20) {
      bytes[length++] = (byte) c;
    } else {
      bytes[length++] = '\\';
      bytes[length++] = 'u';
      bytes[length++] = '0';
      bytes[length++] = '0';
      bytes[length++] = HEX[c >> 4];
      bytes[length++] = HEX[c & 15];
    }
  }

  private void utf8(int point) {
    if (point < 0x800) {
      bytes[length++] = (byte) (0xC0 | (point >> 6));
    } else if (point < 0x10000) {
      bytes[length++] = (byte) (0xE0 | (point >> 12));
      sixBits(point >> 6);
    } else {
      bytes[length++] = (byte) (0xF0 | (point >> 18));
      sixBits(point >> 12);
      sixBits(point >> 6);
    }
    sixBits(point);
  }

  private void sixBits(int point) {
    bytes[length++] = (byte) (0x80 | (point & 0x3F));
  }

  private void reserve(long more) {
    if (more > bytes.length - length) {
      bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(length + more, bytes.length * 3L / 2)));
    }
  }
}
