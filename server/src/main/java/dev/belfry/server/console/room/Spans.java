package dev.belfry.server.console.room;

import dev.belfry.server.console.page.Params;
import java.util.List;

/** Times as a form gives them, {@code 2026-11-21T13:05}, as our own API wants them. */
final class Spans {

  private Spans() {}

  static Params exact(Params query) {
    var exact = query;
    for (var name : List.of("since", "until")) {
      if (query.has(name)) {
        exact = exact.with(name, exact(query.text(name)));
      }
    }
    return exact;
  }

  /** In UTC unless it says otherwise. */
  static String exact(String time) {
    if (time.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      return time + "T00:00:00Z";
    }
    if (time.matches("[0-9-]{10}T[0-9]{2}:[0-9]{2}")) {
      return time + ":00Z";
    }
    return time.matches("[0-9-]{10}T[0-9:.]{8,12}") ? time + "Z" : time;
  }
}
