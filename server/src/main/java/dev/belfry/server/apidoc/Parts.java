package dev.belfry.server.apidoc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The hand-written parts of the document, one for each kind of thing, put together. */
final class Parts {

  private static final List<String> NAMES =
      List.of(
          "shared",
          "events",
          "types",
          "webhooks",
          "proof",
          "deliveries",
          "replays",
          "stats",
          "tenants",
          "portal",
          "server");

  private Parts() {}

  /**
   * Those of them that are about this server, as one tree of maps, lists and plain values. A part
   * of which it has no path at all is about something it was built without.
   *
   * @param paths that it has
   */
  static Map<String, Object> about(Set<String> paths) {
    var whole = new LinkedHashMap<String, Object>();
    for (var name : NAMES) {
      var part = read(name);
      var described = map(part.getOrDefault("paths", Map.of()), name).keySet();
      if (described.isEmpty() || described.stream().anyMatch(paths::contains)) {
        merge(whole, part, name);
      }
    }
    return whole;
  }

  /** A member that must be a map. */
  static Map<String, Object> map(@Nullable Object value, Object where) {
    if (!(value instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException(where + " must be a map, and is " + value);
    }
    var typed = new LinkedHashMap<String, Object>();
    map.forEach((key, inner) -> typed.put(String.valueOf(key), inner));
    return typed;
  }

  /** A member that is a list of texts; empty if it is not there. */
  static List<String> texts(Map<String, Object> map, String name) {
    var texts = new ArrayList<String>();
    if (map.get(name) instanceof List<?> list) {
      list.forEach(text -> texts.add(String.valueOf(text)));
    }
    return texts;
  }

  private static Map<String, Object> read(String name) {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setMaxAliasesForCollections(200);
    try (var in = Parts.class.getResourceAsStream(name + ".yaml")) {
      return map(new Yaml(new SafeConstructor(options)).load(in), name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void merge(Map<String, Object> into, Map<String, Object> from, String where) {
    from.forEach((key, value) -> {
      var there = into.get(key);
      if (there == null) {
        into.put(key, value instanceof Map<?, ?> ? map(value, key) : value);
      } else if (value instanceof Map<?, ?>) {
        var merged = map(there, key);
        merge(merged, map(value, key), where);
        into.put(key, merged);
      } else {
        throw new IllegalArgumentException(key + " stands twice, also in " + where);
      }
    });
  }
}
