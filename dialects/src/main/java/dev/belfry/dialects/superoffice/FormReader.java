package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Parameters;
import dev.belfry.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Forms as the same trees that JSON gives (section 3.4): lists as {@code Events[]=a}, {@code
 * Events[0]=a} or a repeated key; dictionaries as {@code Headers[X-One]=1} or {@code
 * Headers[0].Key=X-One&Headers[0].Value=1}; objects by {@code Webhook[Name]} or {@code
 * Webhook.Name}. All values are text.
 */
final class FormReader {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST_PAIRS = 1000;
  private static final int DEEPEST = 8;

  private FormReader() {}

  /** Texts under one name, and names below it; in the order given. */
  private static final class Node {
    final List<String> texts = new ArrayList<>();
    final Map<String, Node> below = new LinkedHashMap<>();

    Node at(String name) {
      return below.computeIfAbsent(name, _ -> new Node());
    }
  }

  static ObjectNode read(byte[] form, Shape shape) {
    return object(tree(form), shape);
  }

  /** Of any names. */
  static ObjectNode dictionary(byte[] form) {
    return entries(tree(form));
  }

  private static ObjectNode object(Node node, Shape shape) {
    var object = Json.object();
    for (var member : node.below.entrySet()) {
      var name = shape.spelled(member.getKey());
      if (name != null) {
        object.set(name, value(member.getValue(), shape.kind(name)));
      }
    }
    return object;
  }

  private static JsonNode value(Node node, Shape.Kind kind) {
    return switch (kind) {
      case SCALAR -> NODES.stringNode(node.texts.isEmpty() ? "" : node.texts.getLast());
      case LIST -> {
        var list = NODES.arrayNode();
        Stream.concat(node.texts.stream(), ordered(node).flatMap(element -> element.texts.stream()))
            .forEach(list::add);
        yield list;
      }
      case TEXTS, VALUES -> entries(node);
      case ITEMS -> {
        var list = NODES.arrayNode();
        ordered(node).forEach(item -> list.addObject().put("Id", text(item, "id")));
        yield list;
      }
      case IGNORED -> NODES.nullNode();
      case WEBHOOK -> object(node, Shape.WEBHOOK);
    };
  }

  /** Entries by name, or by number with a key and a value each. */
  private static ObjectNode entries(Node node) {
    var object = Json.object();
    node.below.forEach((name, entry) -> {
      var key = text(entry, "key");
      if (key != null && entry.texts.isEmpty()) {
        var value = text(entry, "value");
        object.put(key, value);
      } else if (!entry.below.isEmpty()) {
        object.set(name, entries(entry));
      } else {
        object.put(name, entry.texts.getLast());
      }
    });
    return object;
  }

  /** By their number; {@code []} as they come. */
  private static Stream<Node> ordered(Node node) {
    var byNumber = new TreeMap<Integer, List<Node>>();
    node.below.forEach((name, element) ->
        byNumber
            .computeIfAbsent(
                name.matches("[0-9]{1,6}") ? Integer.parseInt(name) : Integer.MAX_VALUE,
                _ -> new ArrayList<>())
            .add(element));
    return byNumber.values().stream().flatMap(List::stream);
  }

  private static @Nullable String text(Node node, String lowerCase) {
    for (var member : node.below.entrySet()) {
      if (member.getKey().toLowerCase(Locale.ROOT).equals(lowerCase)
          && !member.getValue().texts.isEmpty()) {
        return member.getValue().texts.getLast();
      }
    }
    return null;
  }

  private static Node tree(byte[] form) {
    var pairs = new String(form, StandardCharsets.UTF_8).split("&", -1);
    if (pairs.length > MOST_PAIRS) {
      throw Problem.unreadable("body", "The form has over " + MOST_PAIRS + " fields.");
    }
    var root = new Node();
    for (var pair : pairs) {
      var equals = pair.indexOf('=');
      var name = Parameters.decode(equals < 0 ? pair : pair.substring(0, equals)).strip();
      if (!name.isEmpty()) {
        var node = root;
        for (var part : parts(name)) {
          node = node.at(part);
        }
        node.texts.add(equals < 0 ? "" : Parameters.decode(pair.substring(equals + 1)));
      }
    }
    return root;
  }

  /** {@code Webhook[Headers][X-One]}, {@code Webhook.Headers[0].Key}: the names one by one. */
  private static List<String> parts(String name) {
    var parts = new ArrayList<String>();
    var start = 0;
    for (int i = 0; i < name.length(); i++) {
      var c = name.charAt(i);
      if (c == '[') {
        var end = name.indexOf(']', i);
        if (end < 0) {
          throw Problem.unreadable("body", "A field's name has a bracket that is not closed.");
        }
        add(parts, name, start, i);
        parts.add(name.substring(i + 1, end));
        i = end;
        start = end + 1;
      } else if (c == '.') {
        add(parts, name, start, i);
        start = i + 1;
      }
    }
    add(parts, name, start, name.length());
    if (parts.size() > DEEPEST) {
      throw Problem.unreadable("body", "A field's name is nested over " + DEEPEST + " deep.");
    }
    return parts;
  }

  private static void add(List<String> parts, String name, int start, int end) {
    if (end > start) {
      parts.add(name.substring(start, end));
    }
  }
}
