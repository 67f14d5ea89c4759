package dev.belfry.dialects.apify;

import dev.belfry.dialects.Parameters;
import dev.belfry.dialects.Request;
import java.util.Map;
import java.util.Optional;

/** The query of a request; of a name given twice the first counts. */
record Query(Map<String, String> values) {

  static Query of(Request request) {
    return new Query(Parameters.firstOfEach(request.rawQuery()));
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** One that is there and not empty. */
  Optional<String> given(String name) {
    return find(name).filter(value -> !value.isEmpty());
  }

  /** A whole number from 0. */
  long number(String name, long otherwise) {
    var text = values.getOrDefault(name, "");
    if (text.isEmpty()) {
      return otherwise;
    }
    if (text.length() > 15 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw Fault.parameter("Parameter \"%s\" must be a non-negative number.".formatted(name));
    }
    return Long.parseLong(text);
  }

  boolean flag(String name) {
    return switch (values.getOrDefault(name, "")) {
      case "1", "true" -> true;
      case "", "0", "false" -> false;
      default -> throw Fault.parameter("Parameter \"%s\" must be a boolean.".formatted(name));
    };
  }
}
