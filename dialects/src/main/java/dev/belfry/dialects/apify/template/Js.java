package dev.belfry.dialects.apify.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * JavaScript's values, as far as JSON needs them: {@link Map}, {@link List}, {@link String}, {@link
 * Double}, {@link Boolean} and the two below.
 */
public final class Js {

  private static final int LONGEST_INDEX = 10;
  private static final long LARGEST_INDEX = 4_294_967_294L;

  private Js() {}

  /** What is no object, no array and no primitive of Java. */
  public enum Nothing {
    NULL,
    UNDEFINED
  }

  /** Whether a bare variable of this value is written as itself; else it becomes null. */
  static boolean isTruthy(Object value) {
    return switch (value) {
      case Nothing _ -> false;
      case Boolean flag -> flag;
      case Double number -> number != 0 && !number.isNaN();
      case String text -> !text.isEmpty();
      default -> true;
    };
  }

  /** What {@code `${value}`} gives. */
  static String text(Object value) {
    return switch (value) {
      case Nothing nothing -> nothing == Nothing.NULL ? "null" : "undefined";
      case Double number -> number(number);
      case List<?> list -> joined(list);
      case Map<?, ?> _ -> "[object Object]";
      default -> value.toString();
    };
  }

  private static String joined(List<?> list) {
    var text = new StringBuilder();
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        text.append(',');
      }
      if (!(list.get(i) instanceof Nothing)) {
        text.append(text(list.get(i)));
      }
    }
    return text.toString();
  }

  /**
   * A number as JavaScript writes it: the fewest digits that give the same number back.
   *
   * @see <a href="https://tc39.es/ecma262/#sec-numeric-types-number-tostring">Number::toString</a>
   */
  static String number(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      return Long.toString((long) number);
    }
    var decimal = shortest(Math.abs(number));
    var digits = decimal.unscaledValue().toString();
    var point = digits.length() - decimal.scale();
    return (number < 0 ? "-" : "") + placed(digits, point);
  }

  /** Java gives at least two digits, though one may do. */
  private static BigDecimal shortest(double number) {
    var decimal = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    if (decimal.precision() == 2) {
      for (var mode : List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP)) {
        var shorter = decimal.round(new MathContext(1, mode)).stripTrailingZeros();
        if (shorter.doubleValue() == number) {
          return shorter;
        }
      }
    }
    return decimal;
  }

  private static String placed(String digits, int point) {
    var count = digits.length();
    if (count <= point && point <= 21) {
      return digits + "0".repeat(point - count);
    }
    if (point > 0 && point <= 21) {
      return digits.substring(0, point) + "." + digits.substring(point);
    }
    if (point > -6 && point <= 0) {
      return "0." + "0".repeat(-point) + digits;
    }
    var power = point - 1;
    return digits.charAt(0)
        + (count == 1 ? "" : "." + digits.substring(1))
        + (power < 0 ? "e-" : "e+")
        + Math.abs(power);
  }

  /** Members in JavaScript's order: names that are array indexes first, by number. */
  static Map<String, Object> ordered(Map<String, Object> members) {
    var hasIndex = false;
    for (var name : members.keySet()) {
      hasIndex = hasIndex || isIndex(name);
    }
    if (!hasIndex) {
      return members;
    }
    var indexes = new TreeMap<Long, Object>();
    members.forEach((name, value) -> {
      if (isIndex(name)) {
        indexes.put(Long.valueOf(name), value);
      }
    });
    var all = new LinkedHashMap<String, Object>();
    indexes.forEach((index, value) -> all.put(index.toString(), value));
    members.forEach(all::putIfAbsent);
    return all;
  }

  /** Whether {@code name} is the usual spelling of an index from 0 to 2^32 - 2. */
  static boolean isIndex(String name) {
    if (name.isEmpty() || name.length() > LONGEST_INDEX) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) < '0' || name.charAt(i) > '9') {
        return false;
      }
    }
    return (name.length() == 1 || name.charAt(0) != '0') && Long.parseLong(name) <= LARGEST_INDEX;
  }
}
