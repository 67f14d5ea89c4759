package dev.belfry.engine.filter;

/** Finds a text in another in time that grows with their lengths only, whatever they are. */
final class Search {

  /** Below this product of lengths nothing takes long. */
  private static final long SMALL = 1 << 16;

  private Search() {}

  static boolean isIn(String part, String text) {
    return (long) part.length() * text.length() <= SMALL
        ? text.contains(part)
        : part.length() <= text.length() && find(part, text);
  }

  /** As Knuth, Morris and Pratt do it. */
  private static boolean find(String part, String text) {
    var fallback = fallback(part);
    var matched = 0;
    for (int i = 0; i < text.length(); i++) {
      var c = text.charAt(i);
      while (matched > 0 && part.charAt(matched) != c) {
        matched = fallback[matched - 1];
      }
      if (part.charAt(matched) == c && ++matched == part.length()) {
        return true;
      }
    }
    return false;
  }

  /** For each beginning of the part, how long the longest end of it is that is a beginning too. */
  private static int[] fallback(String part) {
    var longest = new int[part.length()];
    for (int i = 1, length = 0; i < part.length(); i++) {
      while (length > 0 && part.charAt(i) != part.charAt(length)) {
        length = longest[length - 1];
      }
      if (part.charAt(i) == part.charAt(length)) {
        length++;
      }
      longest[i] = length;
    }
    return longest;
  }
}
