package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.Parameters;
import dev.belfry.dialects.Refused;
import java.util.Map;

/**
 * What a list is asked for (section 5.3). Names are case sensitive; those not known are ignored; of
 * one given twice the first counts.
 *
 * @param page from 1
 * @param pageSize as applied
 */
record ListQuery(int page, int pageSize) {

  private static final int USUAL_PAGE = 100;

  /**
   * @throws Problem if a value is not valid
   */
  static ListQuery of(String rawQuery) {
    var given = parse(rawQuery);
    if (flag(given, "includeAll")) {
      return new ListQuery(1, Choices.LARGEST_PAGE);
    }
    return new ListQuery(
        number(given, "page", 1),
        Math.min(number(given, "pageSize", USUAL_PAGE), Choices.LARGEST_PAGE));
  }

  /**
   * Valid on any request (section 5.3).
   *
   * @throws Problem if the value is neither true nor false
   */
  static boolean numericDates(String rawQuery) {
    return flag(parse(rawQuery), "numericDates");
  }

  long skipped() {
    return (long) (page - 1) * pageSize;
  }

  private static boolean flag(Map<String, String> given, String name) {
    var value = given.getOrDefault(name, "false");
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw Problem.parameter(name, value);
    };
  }

  private static int number(Map<String, String> given, String name, int usual) {
    var value = given.get(name);
    if (value == null) {
      return usual;
    }
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < 1) {
      throw Problem.parameter(name, value);
    }
    return Integer.parseInt(value);
  }

  private static Map<String, String> parse(String rawQuery) {
    try {
      return Parameters.firstOfEach(rawQuery);
    } catch (Refused _) {
      throw Problem.parameter("query", rawQuery);
    }
  }
}
