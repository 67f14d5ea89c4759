package dev.belfry.engine.pattern;

/**
 * About how many steps a pattern becomes when its counted repetitions are written out: {@code
 * ((a{100}){100}){100}} is short to write and a million long. Reckoned before anything is compiled,
 * since compiling it would be the harm.
 */
final class Weight {

  private static final int MOST_NESTED = 100;

  private final String pattern;
  private int at;

  private Weight(String pattern) {
    this.pattern = pattern;
  }

  /**
   * @throws BadPattern if groups are nested too deep
   */
  static long of(String pattern) {
    var weight = new Weight(pattern);
    var sum = 1L;
    while (weight.at < pattern.length()) {
      sum += weight.choices(0);
      weight.at++; // a closing bracket without its opening one: told when it is compiled
    }
    return sum;
  }

  private long choices(int depth) {
    if (depth > MOST_NESTED) {
      throw new BadPattern("has groups nested over " + MOST_NESTED + " deep");
    }
    var sum = 0L;
    while (at < pattern.length() && pattern.charAt(at) != ')') {
      sum = capped(sum + repeated(atom(depth)));
    }
    return sum;
  }

  private long atom(int depth) {
    return switch (pattern.charAt(at++)) {
      case '(' -> {
        var inner = choices(depth + 1);
        at++;
        yield inner + 2;
      }
      case '[' -> {
        at = endOfClass();
        yield 1;
      }
      case '\\' -> {
        refuseQuoting(at);
        at++;
        yield 1;
      }
      default -> 1;
    };
  }

  /** Behind the bracket that closes a class; the first one after the opening is a character. */
  private int endOfClass() {
    var end = at;
    if (end < pattern.length() && pattern.charAt(end) == '^') {
      end++;
    }
    if (end < pattern.length() && pattern.charAt(end) == ']') {
      end++;
    }
    while (end < pattern.length() && pattern.charAt(end) != ']') {
      if (pattern.charAt(end) == '\\') {
        refuseQuoting(end + 1);
        end++;
      }
      end++;
    }
    return end + 1;
  }

  /** Between \\Q and \\E nothing means what it means elsewhere, so nothing could be reckoned. */
  private void refuseQuoting(int escaped) {
    if (escaped < pattern.length() && pattern.charAt(escaped) == 'Q') {
      throw new BadPattern("quotes with \\Q; write a backslash before each character instead");
    }
  }

  private long repeated(long weight) {
    var all = weight;
    while (at < pattern.length()) {
      switch (pattern.charAt(at)) {
        case '*', '+', '?' -> {
          at++;
          all = capped(all + 1);
        }
        case '{' -> {
          var times = times();
          if (times < 0) {
            return all;
          }
          all = capped(all * Math.max(1, times));
        }
        default -> {
          return all;
        }
      }
    }
    return all;
  }

  /** The larger count of {@code {2,5}}, one more where it is open; negative if it is none. */
  private long times() {
    var close = pattern.indexOf('}', at);
    if (close < 0) {
      return -1;
    }
    var counts = pattern.substring(at + 1, close).split(",", -1);
    if (counts.length > 2 || !isCount(counts[0])) {
      return -1;
    }
    var open = counts.length == 2 && counts[1].isEmpty();
    if (counts.length == 2 && !open && !isCount(counts[1])) {
      return -1;
    }
    at = close + 1;
    return open ? Long.parseLong(counts[0]) + 1 : Long.parseLong(counts[counts.length - 1]);
  }

  private static boolean isCount(String text) {
    return !text.isEmpty()
        && text.length() <= 6
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static long capped(long weight) {
    return Math.min(weight, 1L << 32);
  }
}
