package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Parameters;
import dev.belfry.dialects.Request;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What stands behind the question mark; names compare without regard to case (section 1). */
final class Query {

  private static final int MOST = 100;

  private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /**
   * Reads the query.
   *
   * @throws dev.belfry.dialects.Refused if it is not properly encoded
   * @throws Problem if it has more than 100 parameters
   */
  Query(Request request) {
    var raw = request.rawQuery();
    if (raw.chars().filter(c -> c == '&').count() >= MOST) {
      throw Problem.stack(400, "The request is invalid.", "The query has over 100 parameters.");
    }
    Parameters.firstOfEach(raw).forEach(values::putIfAbsent);
  }

  /** Null if it is absent or empty. */
  @Nullable String text(String name) {
    var value = values.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /**
   * A whole number of 32 bits.
   *
   * @throws Problem 400 if it is absent or none
   */
  int number(String name) {
    var value = values.get(name);
    if (value != null) {
      try {
        return Integer.parseInt(value.strip());
      } catch (NumberFormatException _) {
        // told below
      }
    }
    throw Problem.stack(
        400,
        "The request is invalid.",
        "The parameter '" + name.toLowerCase(Locale.ROOT) + "' must be a number of type Int32.");
  }

  /** The same, or another number if it is absent. */
  int number(String name, int otherwise) {
    return text(name) == null ? otherwise : number(name);
  }
}
