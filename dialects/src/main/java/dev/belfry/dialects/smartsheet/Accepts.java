package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.Request;
import java.util.Arrays;
import java.util.Locale;

/** Whether a client takes JSON as an answer. */
final class Accepts {

  private Accepts() {}

  static boolean json(Request request) {
    var accept = request.header("accept").orElse("");
    return accept.isBlank()
        || Arrays.stream(accept.split(",", -1))
            .map(range -> range.split(";", -1)[0].strip().toLowerCase(Locale.ROOT))
            .anyMatch(range ->
                range.equals("*/*")
                    || range.equals("application/*")
                    || range.equals("application/json"));
  }
}
