package dev.belfry.dialects.belfry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.Optional;
import java.util.function.Function;

/** Where a list goes on, in a form that nobody is to look into. */
final class Cursors {

  private static final int LONGEST = 2048;

  private Cursors() {}

  static String write(Object place) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(place.toString().getBytes(UTF_8));
  }

  /**
   * The id that a cursor stands for; empty if it is none of this list's.
   *
   * @param parse of the list's kind of ids
   */
  static <T> Optional<T> read(String cursor, Function<String, Optional<T>> parse) {
    if (cursor.length() <= LONGEST) {
      try {
        var id = new String(Base64.getUrlDecoder().decode(cursor), UTF_8);
        if (write(id).equals(cursor)) {
          return parse.apply(id);
        }
      } catch (IllegalArgumentException _) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
