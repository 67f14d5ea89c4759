package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Parameters;
import dev.belfry.dialects.Refused;
import dev.belfry.dialects.Request;
import dev.belfry.engine.event.EventFilter;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a request asks for behind the question mark; faults are 400. */
final class Query {

  private static final int MOST_ON_PAGE = 250;
  private static final int USUAL_ON_PAGE = 50;

  private final Map<String, String> values = new HashMap<>();

  private Query(Request request, String[] known) {
    var raw = request.rawQuery();
    for (var part : raw.split("&", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      var equals = part.indexOf('=');
      var name = decode(equals < 0 ? part : part.substring(0, equals));
      if (!Arrays.asList(known).contains(name)) {
        throw Problem.of(
            400, "The query may have these parameters only: " + String.join(", ", known) + ".");
      }
      var value = equals < 0 ? "" : decode(part.substring(equals + 1));
      if (values.put(name, value) != null) {
        throw Problem.of(400, "The parameter " + name + " stands twice.");
      }
    }
  }

  /** The query of a route that takes these parameters. */
  static Query of(Request request, String... known) {
    return new Query(request, known);
  }

  /** The query of a list, which also takes {@code limit} and {@code cursor}. */
  static Query ofList(Request request, String... known) {
    var all = Arrays.copyOf(known, known.length + 2);
    all[known.length] = "limit";
    all[known.length + 1] = "cursor";
    return new Query(request, all);
  }

  @Nullable String text(String name) {
    return values.get(name);
  }

  /** What events are to be like: {@code type} and {@code subject}. */
  EventFilter events() {
    return new EventFilter(text("type"), text("subject"));
  }

  int limit() {
    var given = values.get("limit");
    if (given == null) {
      return USUAL_ON_PAGE;
    }
    if (given.matches("[0-9]{1,3}")) {
      var limit = Integer.parseInt(given);
      if (limit >= 1 && limit <= MOST_ON_PAGE) {
        return limit;
      }
    }
    throw Problem.of(400, "The limit must be from 1 to " + MOST_ON_PAGE + ".");
  }

  /** What the cursor stands for; null at the beginning of a list. */
  <T> @Nullable T cursor(Function<String, Optional<T>> parse) {
    var cursor = values.get("cursor");
    return cursor == null ? null : Cursors.read(cursor, parse);
  }

  /** A plus sign of an offset may have come as the space that forms make of it. */
  @Nullable Instant instant(String name) {
    var text = values.get(name);
    return text == null
        ? null
        : Times.parse(text.replace(' ', '+'))
            .orElseThrow(
                () -> Problem.of(400, "The parameter " + name + " must be an RFC 3339 time."));
  }

  /**
   * An id; one that names nothing is told as such.
   *
   * @param prefix what ids of this kind begin with
   */
  <T> @Nullable T id(String name, String prefix, Function<String, Optional<T>> parse) {
    var text = values.get(name);
    return text == null
        ? null
        : parse
            .apply(text)
            .orElseThrow(() ->
                Problem.of(
                    400,
                    "The parameter %s must be an id: %s and 26 letters and digits."
                        .formatted(name, prefix)));
  }

  /** One of the words of an enumeration, lower case. */
  <E extends Enum<E>> @Nullable E word(String name, Class<E> words) {
    var text = values.get(name);
    if (text == null) {
      return null;
    }
    for (var word : words.getEnumConstants()) {
      if (word.toString().equals(text)) {
        return word;
      }
    }
    throw Problem.of(
        400,
        Stream.of(words.getEnumConstants())
            .map(Object::toString)
            .collect(Collectors.joining(", ", "The parameter " + name + " must be one of: ", ".")));
  }

  private static String decode(String text) {
    try {
      return Parameters.decode(text);
    } catch (Refused _) {
      throw Problem.of(400, "The query is not properly encoded.");
    }
  }
}
