package dev.belfry.dialects;

import java.util.LinkedHashMap;
import java.util.Map;

/** What stands behind the question mark of a URL: {@code name=value&name=value}. */
public final class Parameters {

  private Parameters() {}

  /**
   * The values by name, in order; of those given twice the first. One without a value is empty.
   *
   * @throws Refused if it is not properly encoded
   */
  public static Map<String, String> firstOfEach(String rawQuery) {
    var values = new LinkedHashMap<String, String>();
    if (rawQuery.isEmpty()) {
      return values;
    }
    for (var pair : rawQuery.split("&", -1)) {
      var equals = pair.indexOf('=');
      var name = equals < 0 ? pair : pair.substring(0, equals);
      var value = equals < 0 ? "" : pair.substring(equals + 1);
      values.putIfAbsent(decode(name), decode(value));
    }
    return values;
  }

  /**
   * A name or a value, where a plus sign is a space.
   *
   * @throws Refused if it is not properly encoded
   */
  public static String decode(String text) {
    return Percent.decode(text.replace('+', ' '));
  }
}
