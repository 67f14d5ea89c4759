package dev.belfry.dialects.json;

/** Numbers in JSON: where they end, and that a double can hold them. */
final class Numbers {

  private static final int MOST_DIGITS = 100;

  private Numbers() {}

  /**
   * Checks a number.
   *
   * @return behind its last byte
   * @throws MalformedJson for what JSON does not allow, over 100 digits, or over a double's range
   */
  static int end(byte[] bytes, int start) {
    int i = start;
    if (bytes[i] == '-') {
      i++;
    }
    int digitsFrom = i;
    i = digits(bytes, i);
    if (i - digitsFrom > 1 && bytes[digitsFrom] == '0') {
      throw malformed(start);
    }
    int digits = i - digitsFrom;
    if (i < bytes.length && bytes[i] == '.') {
      int fractionFrom = i + 1;
      i = digits(bytes, fractionFrom);
      digits += i - fractionFrom;
    }
    if (i < bytes.length && (bytes[i] | 0x20) == 'e') {
      int exponentFrom = i + 1;
      if (exponentFrom < bytes.length
          && (bytes[exponentFrom] == '+' || bytes[exponentFrom] == '-')) {
        exponentFrom++;
      }
      i = digits(bytes, exponentFrom);
      digits += i - exponentFrom;
      check(digits, start);
      checkRange(bytes, start, i);
    }
    check(digits, start);
    return i;
  }

  private static int digits(byte[] bytes, int from) {
    int i = from;
    while (i < bytes.length && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    if (i == from) {
      throw malformed(from);
    }
    return i;
  }

  private static void check(int digits, int start) {
    if (digits > MOST_DIGITS) {
      throw new MalformedJson("has a number of more than " + MOST_DIGITS + " digits", start);
    }
  }

  /** A hundred digits without an exponent are well within a double's range. */
  @SuppressWarnings("deprecation") // ASCII bytes straight to characters
  private static void checkRange(byte[] bytes, int start, int end) {
    if (Double.isInfinite(Double.parseDouble(new String(bytes, 0, start, end - start)))) {
      throw new MalformedJson("has a number beyond the range of a double", start);
    }
  }

  private static MalformedJson malformed(int at) {
    return new MalformedJson("has a malformed number", at);
  }
}
