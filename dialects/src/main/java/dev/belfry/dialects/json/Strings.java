package dev.belfry.dialects.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Strings in JSON: where they end, that they are sound, and what they say. */
final class Strings {

  /** Bytes that stand for themselves. */
  private static final boolean[] PLAIN = new boolean[256];

  static {
    Arrays.fill(PLAIN, ' ', 0x80, true);
    PLAIN['"'] = false;
    PLAIN['\\'] = false;
  }

  private Strings() {}

  /**
   * Checks a string.
   *
   * @param start behind the opening quote
   * @return behind the closing quote
   * @throws MalformedJson for control characters, unknown escapes, lone surrogates, bytes that are
   *     not UTF-8, or no end
   */
  static int end(byte[] bytes, int start) {
    int i = start;
    while (i < bytes.length) {
      var b = bytes[i];
      if (PLAIN[b & 0xff]) {
        i++;
      } else if (b == '"') {
        return i + 1;
      } else if (b == '\\') {
        i = escape(bytes, i);
      } else if (b < 0) {
        i = multiByte(bytes, i);
      } else {
        throw new MalformedJson("has a control character in a string", i);
      }
    }
    throw new MalformedJson("ends in the middle of a string", bytes.length);
  }

  /** What a string says that {@link #end} has checked; {@code end} is its closing quote. */
  @SuppressWarnings("deprecation") // ASCII bytes straight to characters
  static String decode(byte[] bytes, int start, int end) {
    var plain = true;
    for (int i = start; i < end; i++) {
      if (bytes[i] == '\\') {
        return unescape(bytes, start, end);
      }
      plain &= bytes[i] >= 0;
    }
    return plain
        ? new String(bytes, 0, start, end - start)
        : new String(bytes, start, end - start, StandardCharsets.UTF_8);
  }

  private static String unescape(byte[] bytes, int start, int end) {
    var text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
    var plain = new StringBuilder(text.length());
    int copied = 0;
    for (int i = text.indexOf('\\'); i >= 0; i = text.indexOf('\\', copied)) {
      plain.append(text, copied, i);
      var c = text.charAt(i + 1);
      plain.append(c == 'u' ? (char) Integer.parseInt(text, i + 2, i + 6, 16) : meant(c));
      copied = i + (c == 'u' ? 6 : 2);
    }
    return plain.append(text, copied, text.length()).toString();
  }

  private static char meant(char escaped) {
    return switch (escaped) {
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      default -> escaped;
    };
  }

  private static int escape(byte[] bytes, int at) {
    if (at + 1 >= bytes.length) {
      throw new MalformedJson("ends in the middle of a string", bytes.length);
    }
    return switch (bytes[at + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> at + 2;
      case 'u' -> unicodeEscape(bytes, at);
      default -> throw new MalformedJson("has an unknown escape in a string", at);
    };
  }

  private static int unicodeEscape(byte[] bytes, int at) {
    var unit = (char) hex(bytes, at + 2);
    if (!Character.isSurrogate(unit)) {
      return at + 6;
    }
    if (Character.isHighSurrogate(unit)
        && at + 7 < bytes.length
        && bytes[at + 6] == '\\'
        && bytes[at + 7] == 'u'
        && Character.isLowSurrogate((char) hex(bytes, at + 8))) {
      return at + 12;
    }
    throw new MalformedJson("has a lone surrogate in a string", at);
  }

  private static int hex(byte[] bytes, int at) {
    if (at + 4 > bytes.length) {
      throw new MalformedJson("ends in the middle of a string", bytes.length);
    }
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      var digit = bytes[i] < 0 ? -1 : Character.digit((char) bytes[i], 16);
      if (digit < 0) {
        throw new MalformedJson("has an unknown escape in a string", at - 2);
      }
      value = (value << 4) | digit;
    }
    return value;
  }

  /**
   * The well-formed sequences, and no others: no overlong forms, no surrogates, nothing over
   * U+10FFFF.
   *
   * @see <a href="https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-3/">Unicode,
   *     table 3-7</a>
   */
  private static int multiByte(byte[] bytes, int at) {
    int lead = bytes[at] & 0xff;
    if (lead >= 0xc2 && lead <= 0xdf) {
      return continued(bytes, at, 1, 0x80, 0xbf);
    }
    return switch (lead) {
      case 0xe0 -> continued(bytes, at, 2, 0xa0, 0xbf);
      case 0xed -> continued(bytes, at, 2, 0x80, 0x9f);
      case 0xf0 -> continued(bytes, at, 3, 0x90, 0xbf);
      case 0xf1, 0xf2, 0xf3 -> continued(bytes, at, 3, 0x80, 0xbf);
      case 0xf4 -> continued(bytes, at, 3, 0x80, 0x8f);
      default -> {
        if (lead < 0xe0 || lead > 0xef) {
          throw notUtf8(at);
        }
        yield continued(bytes, at, 2, 0x80, 0xbf);
      }
    };
  }

  private static int continued(byte[] bytes, int at, int count, int lowest, int highest) {
    if (at + count >= bytes.length) {
      throw notUtf8(at);
    }
    int second = bytes[at + 1] & 0xff;
    if (second < lowest || second > highest) {
      throw notUtf8(at);
    }
    for (int i = at + 2; i <= at + count; i++) {
      if ((bytes[i] & 0xc0) != 0x80) {
        throw notUtf8(at);
      }
    }
    return at + count + 1;
  }

  private static MalformedJson notUtf8(int at) {
    return new MalformedJson("has bytes that are not UTF-8", at);
  }
}
