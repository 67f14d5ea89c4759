package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.Parameters;
import java.util.Locale;
import java.util.Map;

/**
 * What a list is asked for (section 4.2). Parameters that it does not know are ignored; of one
 * given twice the first counts.
 *
 * @param perPage 1 to 1000
 * @param page from 1
 * @param searchKey empty for all
 */
record ListQuery(int perPage, int page, String searchKey) {

  static final int USUAL_PAGE = 100;

  private static final int LARGEST_PAGE = 1000;

  /**
   * @throws Problem if a number is none, or out of its range
   * @throws dev.belfry.dialects.Refused if it is not properly encoded
   */
  static ListQuery of(String rawQuery) {
    var given = Parameters.firstOfEach(rawQuery);
    return new ListQuery(
        number(given, "perPage", USUAL_PAGE, LARGEST_PAGE),
        number(given, Choices.PAGE, 1, 999_999_999),
        given.getOrDefault("searchKey", ""));
  }

  /** Whether a name contains what is searched for; the case of letters does not matter. */
  boolean finds(String name) {
    return name.toLowerCase(Locale.ROOT).contains(searchKey.toLowerCase(Locale.ROOT));
  }

  private static int number(Map<String, String> given, String name, int otherwise, int largest) {
    var text = given.get(name);
    if (text == null) {
      return otherwise;
    }
    if (text.matches("[0-9]{1,9}")) {
      var number = Integer.parseInt(text);
      if (number >= 1 && number <= largest) {
        return number;
      }
    }
    throw Problem.invalid(Map.of(name, "must be a number from 1 to " + largest));
  }
}
