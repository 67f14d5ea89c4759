package dev.belfry.server.console;

import dev.belfry.dialects.Percent;
import dev.belfry.dialects.Refused;
import dev.belfry.server.console.page.Room;
import dev.belfry.server.console.page.Room.Door;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the door of a path. */
final class Doors {

  private final List<Way> ways;

  private record Way(Door door, String[] segments) {}

  /**
   * A door that was found.
   *
   * @param path what the pattern's names stand for
   */
  record Found(Door door, Map<String, String> path) {}

  Doors(List<Room> rooms) {
    ways =
        rooms.stream()
            .flatMap(room -> room.doors().stream())
            .map(door -> new Way(door, door.pattern().split("/", -1)))
            .toList();
  }

  /** The first that fits; patterns without names stand before those with. */
  Optional<Found> find(String method, String path) {
    var segments = path.split("/", -1);
    for (var way : ways) {
      if (way.door().method().equals(method)) {
        var named = fit(way.segments(), segments);
        if (named.isPresent()) {
          return Optional.of(new Found(way.door(), named.get()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Map<String, String>> fit(String[] pattern, String[] segments) {
    if (pattern.length != segments.length) {
      return Optional.empty();
    }
    var named = new HashMap<String, String>();
    for (int i = 0; i < pattern.length; i++) {
      if (pattern[i].startsWith("{")) {
        named.put(pattern[i].substring(1, pattern[i].length() - 1), decode(segments[i]));
      } else if (!pattern[i].equals(segments[i])) {
        return Optional.empty();
      }
    }
    return Optional.of(named);
  }

  private static String decode(String segment) {
    try {
      return Percent.decode(segment);
    } catch (Refused _) {
      return segment;
    }
  }
}
