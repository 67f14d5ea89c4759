package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.webhook.TypePattern;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The patterns of {@code events} (section 4.1): segments between full stops; a {@code *} that is
 * not the last stands for one segment, the last one for all that follow.
 */
final class Patterns {

  static final String ALL = "*.*";

  private static final String ANY = "*";
  private static final Set<String> THREE = Set.of("created", "updated", "deleted");

  /** What happens to which objects of a sheet (section 9.3). */
  private static final Map<String, Set<String>> SHEET =
      Map.of(
          "sheet", Set.of("updated"),
          "row", THREE,
          "column", THREE,
          "cell", Set.of("created", "updated"),
          "attachment", THREE,
          "discussion", THREE,
          "comment", THREE);

  private static final String USER = "user";

  private Patterns() {}

  /** Whether a webhook of that scope may ask for it. */
  static boolean isKnown(Scope scope, String pattern) {
    var segments = segments(pattern);
    return switch (scope) {
      case SHEET ->
          segments.size() == 2
              && (segments.getFirst().equals(ANY) || SHEET.containsKey(segments.getFirst()))
              && (segments.getLast().equals(ANY) || THREE.contains(segments.getLast()));
      case PLAN ->
          (segments.size() == 2 || segments.size() == 3)
              && isAnyOr(segments.getFirst(), USER)
              && isAnyOr(segments.get(1), "seatType")
              && isAnyOr(segments.getLast(), segments.size() == 2 ? "seatType" : "updated");
    };
  }

  private static boolean isAnyOr(String segment, String name) {
    return segment.equals(ANY) || segment.equals(name);
  }

  /** Whether there are callbacks for events of this type in that scope. */
  static boolean isEvent(Scope scope, String type) {
    var dot = type.indexOf('.');
    if (dot <= 0 || dot == type.length() - 1) {
      return false;
    }
    return switch (scope) {
      case SHEET ->
          SHEET.getOrDefault(type.substring(0, dot), Set.of()).contains(type.substring(dot + 1));
      case PLAN -> type.startsWith(USER + ".");
    };
  }

  static boolean matches(List<String> patterns, String type) {
    return patterns.contains(ALL)
        || patterns.stream().anyMatch(pattern -> matches(segments(pattern), segments(type)));
  }

  private static boolean matches(List<String> pattern, List<String> type) {
    if (type.size() < pattern.size()) {
      return false;
    }
    var openEnd = pattern.getLast().equals(ANY);
    if (type.size() > pattern.size() && !openEnd) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      if (!isAnyOr(pattern.get(i), type.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** The patterns that the engine looks webhooks up by; they let through at least as much. */
  static List<TypePattern> wide(List<String> patterns) {
    return patterns.stream().map(Patterns::wide).distinct().toList();
  }

  private static TypePattern wide(String pattern) {
    var star = pattern.indexOf('*');
    var fits = star < 0 || (star > 1 && star == pattern.length() - 1);
    return fits ? new TypePattern(pattern) : TypePattern.ALL;
  }

  private static List<String> segments(String text) {
    return List.of(text.split("\\.", -1));
  }
}
