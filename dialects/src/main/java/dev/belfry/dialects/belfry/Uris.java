package dev.belfry.dialects.belfry;

import java.net.URI;
import java.net.URISyntaxException;

/** Whether a text is a URI, told quickly for the usual ones. */
final class Uris {

  private static final boolean[] ALLOWED = new boolean[128];
  private static final boolean[] IN_SCHEME = new boolean[128];

  static {
    for (char c = '0'; c <= '9'; c++) {
      ALLOWED[c] = IN_SCHEME[c] = true;
    }
    for (char c = 'a'; c <= 'z'; c++) {
      ALLOWED[c] = ALLOWED[c - 32] = IN_SCHEME[c] = IN_SCHEME[c - 32] = true;
    }
    for (var c : "-._~:/?#@!$&'()*+,;=%".toCharArray()) {
      ALLOWED[c] = true;
    }
    for (var c : "+-.".toCharArray()) {
      IN_SCHEME[c] = true;
    }
  }

  private Uris() {}

  /**
   * Whether it is a URI or a relative reference.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc3986#section-4.1">RFC 3986, section 4.1</a>
   */
  static boolean isReference(String text) {
    var fragments = 0;
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      if (c == '[' || c == ']') {
        return isParsed(text);
      }
      if (c >= 128 || !ALLOWED[c] || (c == '#' && ++fragments > 1)) {
        return false;
      }
      if (c == '%' && !(isHex(text, i + 1) && isHex(text, i + 2))) {
        return false;
      }
    }
    return !hasColonFirst(text) || hasScheme(text);
  }

  static boolean hasScheme(String text) {
    var colon = text.indexOf(':');
    if (colon < 1 || !Character.isLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 0; i < colon; i++) {
      if (text.charAt(i) >= 128 || !IN_SCHEME[text.charAt(i)]) {
        return false;
      }
    }
    return true;
  }

  /** Whether a colon comes before anything that ends the first segment. */
  private static boolean hasColonFirst(String text) {
    for (int i = 0; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case ':' -> {
          return true;
        }
        case '/', '?', '#' -> {
          return false;
        }
        default -> {}
      }
    }
    return false;
  }

  private static boolean isHex(String text, int at) {
    return at < text.length() && text.charAt(at) < 128 && Character.digit(text.charAt(at), 16) >= 0;
  }

  /** For brackets, which only an IPv6 address may have. */
  private static boolean isParsed(String text) {
    try {
      new URI(text);
      return true;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
