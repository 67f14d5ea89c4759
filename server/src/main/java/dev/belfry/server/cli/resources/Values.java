package dev.belfry.server.cli.resources;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** JSON values as people read them. */
final class Values {

  private static final String NOTHING = "-";

  private Values() {}

  /** A value on one line; control characters as JSON writes them. */
  static String text(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return NOTHING;
    }
    if (value.isArray()) {
      return value.isEmpty()
          ? NOTHING
          : StreamSupport.stream(value.spliterator(), false)
              .map(Values::text)
              .collect(Collectors.joining(","));
    }
    return value.isString() ? plain(value.asString()) : value.toString();
  }

  /** What comes from elsewhere must not steer the terminal. */
  private static String plain(String text) {
    return text.codePoints()
        .mapToObj(
            one -> Character.isISOControl(one) ? "\\u%04x".formatted(one) : Character.toString(one))
        .collect(Collectors.joining());
  }
}
