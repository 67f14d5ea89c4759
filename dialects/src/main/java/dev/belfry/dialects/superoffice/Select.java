package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code $select}: members that are not named become null, so that answers shrink (section 3.3).
 *
 * @param paths lower case, names separated by slashes; empty for all
 */
record Select(List<String> paths) {

  private static final String LINKS = "_Links";

  static Select of(Request request) {
    var given = new Query(request).text("$select");
    var paths = new ArrayList<String>();
    if (given != null) {
      for (var path : given.split(",", -1)) {
        if (!path.isBlank()) {
          paths.add(path.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return new Select(List.copyOf(paths));
  }

  /** The same object with less in it. */
  ObjectNode from(ObjectNode whole) {
    return paths.isEmpty() ? whole : kept(whole, paths);
  }

  private static ObjectNode kept(ObjectNode whole, List<String> paths) {
    var kept = Json.object();
    for (var member : whole.properties()) {
      var name = member.getKey();
      kept.set(name, name.equals(LINKS) ? member.getValue() : kept(name, member.getValue(), paths));
    }
    return kept;
  }

  private static JsonNode kept(String name, JsonNode value, List<String> paths) {
    var lower = name.toLowerCase(Locale.ROOT);
    var below = new ArrayList<String>();
    for (var path : paths) {
      if (path.equals(lower)) {
        return value;
      }
      if (path.startsWith(lower + "/")) {
        below.add(path.substring(lower.length() + 1));
      }
    }
    return !below.isEmpty() && value instanceof ObjectNode object
        ? kept(object, below)
        : tools.jackson.databind.node.JsonNodeFactory.instance.nullNode();
  }
}
