package dev.belfry.dialects;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the route of a request. Where a segment could be itself or a {@code {name}}, itself goes
 * first; a trailing slash is a segment of its own, and empty.
 */
final class Router {

  /** Paths without variables, the usual case of the busiest routes. */
  private final Map<String, Node> fixed = new HashMap<>();

  private final Node root = new Node();

  /**
   * @throws IllegalArgumentException if two routes answer the same requests
   */
  Router(List<Route> routes) {
    for (var route : routes) {
      add(route);
    }
  }

  /** What became of a look-up. */
  sealed interface Match {
    record Found(Route route, Map<String, String> variables) implements Match {}

    record WrongMethod(Set<Method> allowed) implements Match {}

    record Nothing() implements Match {}
  }

  /**
   * @param method as sent
   * @param path as sent: its segments are decoded one by one
   * @throws Refused if a segment is not properly encoded
   */
  Match find(String method, String path) {
    var node = fixed.get(path);
    if (node != null) {
      return answer(node, method, new String[0]);
    }
    var segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      segments[i] = Percent.decode(segments[i]);
    }
    node = walk(root, segments, 0);
    return node == null ? new Match.Nothing() : answer(node, method, segments);
  }

  private static Match answer(Node node, String method, String[] segments) {
    for (var entry : node.byMethod.entrySet()) {
      if (entry.getKey().name().equals(method)) {
        return new Match.Found(entry.getValue(), variables(entry.getValue(), segments));
      }
    }
    return new Match.WrongMethod(
        Collections.unmodifiableSet(EnumSet.copyOf(node.byMethod.keySet())));
  }

  private static Map<String, String> variables(Route route, String[] segments) {
    if (segments.length == 0 || route.pattern().indexOf('{') < 0) {
      return Map.of();
    }
    var names = split(route.pattern());
    var variables = new LinkedHashMap<String, String>();
    for (int i = 0; i < names.length; i++) {
      if (isVariable(names[i])) {
        variables.put(names[i].substring(1, names[i].length() - 1), segments[i]);
      }
    }
    return variables;
  }

  private static @Nullable Node walk(Node node, String[] segments, int depth) {
    if (depth == segments.length) {
      return node.byMethod.isEmpty() ? null : node;
    }
    var literal = node.literals.get(segments[depth]);
    var found = literal == null ? null : walk(literal, segments, depth + 1);
    if (found == null && node.variable != null && !segments[depth].isEmpty()) {
      found = walk(node.variable, segments, depth + 1);
    }
    return found;
  }

  private void add(Route route) {
    var node = root;
    for (var segment : split(route.pattern())) {
      node = isVariable(segment) ? node.toVariable() : node.to(segment);
    }
    if (node.byMethod.put(route.method(), route) != null) {
      throw new IllegalArgumentException("two routes for " + route);
    }
    if (route.pattern().indexOf('{') < 0) {
      fixed.put(route.pattern(), node);
    }
  }

  private static String[] split(String pattern) {
    return pattern.substring(1).split("/", -1);
  }

  private static boolean isVariable(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<Method, Route> byMethod = new EnumMap<>(Method.class);
    private @Nullable Node variable;

    private Node to(String segment) {
      return literals.computeIfAbsent(segment, _ -> new Node());
    }

    private Node toVariable() {
      var there = variable;
      if (there == null) {
        there = new Node();
        variable = there;
      }
      return there;
    }
  }
}
