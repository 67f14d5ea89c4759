package dev.belfry.server.apidoc;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Makes values by the document's schemas, and spoils them. */
final class Samples {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final List<String> WORDS =
      List.of("a", "order.created", "order/42", "x y", "é😀", "0", "*", "order.*", "text/plain");

  private static final List<String> JUNK =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1.5",
          "1e400",
          "99999999999999999999",
          "\"\"",
          "\"x\"",
          "[]",
          "[null]",
          "[[]]",
          "{}",
          "{\"x\":1}",
          "\"2026-13-01T00:00:00Z\"",
          "\"\\u0000\"",
          "\"http://169.254.169.254/\"",
          "\"-5s\"",
          "\"9999999d\"",
          "{\"\":{\"\":[]}}");

  private final RandomGenerator random;
  private final Described described;
  private final Map<String, List<String>> byProperty;

  /**
   * @param byProperty what the value of a property of this name may be, whatever its schema
   */
  Samples(RandomGenerator random, Described described, Map<String, List<String>> byProperty) {
    this.random = random;
    this.described = described;
    this.byProperty = byProperty;
  }

  /** A value that satisfies the schema. */
  JsonNode of(JsonNode given) {
    var schema = described.resolved(given);
    for (var choice : List.of("oneOf", "anyOf")) {
      if (schema.has(choice)) {
        return of(pick(schema.get(choice).valueStream().toList()));
      }
    }
    if (schema.has("enum")) {
      return pick(schema.get("enum").valueStream().toList());
    }
    if (schema.has("const")) {
      return schema.get("const");
    }
    return switch (type(schema)) {
      case "object" -> object(schema);
      case "array" -> array(schema);
      case "string" -> NODES.stringNode(text(schema));
      case "integer" -> NODES.numberNode(number(schema));
      case "number" -> NODES.numberNode(random.nextDouble());
      case "boolean" -> NODES.booleanNode(random.nextBoolean());
      case "null" -> NODES.nullNode();
      default -> anything();
    };
  }

  /** The value with one place of it replaced, left out, or something added. */
  JsonNode spoiled(JsonNode value) {
    var copy = value.deepCopy();
    var objects = new ArrayList<ObjectNode>();
    collect(copy, objects);
    if (objects.isEmpty() || random.nextInt(20) == 0) {
      return junk();
    }
    var object = pick(objects);
    var names = List.copyOf(object.propertyNames());
    if (names.isEmpty() || random.nextInt(5) == 0) {
      return addTo(copy, object);
    }
    var name = pick(names);
    if (random.nextInt(6) == 0) {
      object.remove(name);
    } else if (object.get(name) instanceof ArrayNode array && random.nextBoolean()) {
      array.add(junk());
    } else {
      object.set(name, junk());
    }
    return copy;
  }

  private JsonNode addTo(JsonNode whole, ObjectNode object) {
    object.set(pick(List.of("surprise", "tenant", "id", "state", "__proto__", "")), junk());
    return whole;
  }

  JsonNode junk() {
    return random.nextInt(30) == 0
        ? NODES.stringNode("x".repeat(5000))
        : LiveServer.JSON.readTree(pick(JUNK));
  }

  private String type(JsonNode schema) {
    var type = schema.get("type");
    if (type == null) {
      return schema.has("properties") ? "object" : "";
    }
    return type.isArray() ? pick(type.valueStream().toList()).asString() : type.asString();
  }

  private ObjectNode object(JsonNode schema) {
    var object = NODES.objectNode();
    var required = schema.path("required").valueStream().map(JsonNode::asString).toList();
    for (var property : schema.path("properties").properties()) {
      var name = property.getKey();
      var readOnly = property.getValue().path("readOnly").asBoolean(false);
      if (required.contains(name) || (!readOnly && random.nextInt(4) == 0)) {
        var known = byProperty.get(name);
        object.set(name, known == null ? of(property.getValue()) : NODES.stringNode(pick(known)));
      }
    }
    var more = schema.get("additionalProperties");
    if (more != null && more.isObject()) {
      for (int i = random.nextInt(3); i > 0; i--) {
        object.set("x-" + i, of(more));
      }
    }
    return object;
  }

  private ArrayNode array(JsonNode schema) {
    var array = NODES.arrayNode();
    var least = schema.path("minItems").asInt(0);
    var most = Math.min(schema.path("maxItems").asInt(3), 3);
    for (int i = least + random.nextInt(Math.max(1, most - least + 1)); i > 0; i--) {
      array.add(of(schema.path("items")));
    }
    return array;
  }

  private long number(JsonNode schema) {
    var least = schema.path("minimum").asLong(0);
    var most = schema.path("maximum").asLong(1000);
    return pick(List.of(least, most, least + random.nextLong(Math.max(1, most - least))));
  }

  private String text(JsonNode schema) {
    var pattern = schema.path("pattern").asString("");
    if (pattern.startsWith("^whsec_")) {
      var bytes = new byte[24 + random.nextInt(41)];
      random.nextBytes(bytes);
      return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }
    if (pattern.startsWith("^[0-9]+(ms")) {
      return (1 + random.nextInt(100)) + pick(List.of("s", "s", "ms", "m"));
    }
    if (pattern.startsWith("^[a-z0-9][a-z0-9_-]{0,62}")) {
      return "t" + Long.toString(random.nextLong(1L << 40), 36);
    }
    if (pattern.startsWith("^[A-Za-z0-9._~+/-]+")) {
      return "token" + random.nextInt(1000);
    }
    return switch (schema.path("format").asString("")) {
      case "date-time" ->
          "20%02d-%02d-01T00:00:00Z".formatted(10 + random.nextInt(60), 1 + random.nextInt(12));
      case "uri", "uri-reference" -> "urn:x:" + random.nextInt(1000);
      default -> plain(schema);
    };
  }

  private String plain(JsonNode schema) {
    if (schema.path("contentEncoding").asString("").equals("base64")) {
      return Base64.getEncoder().encodeToString(new byte[random.nextInt(50)]);
    }
    var most = schema.path("maxLength").asInt(100);
    return random.nextInt(20) == 0 && most <= 2048 ? "y".repeat(most) : pick(WORDS);
  }

  private JsonNode anything() {
    return LiveServer.JSON.readTree(
        pick(List.of("{\"total\":99.5}", "[1,2]", "\"x\"", "5", "null", "{\"a\":{\"b\":[true]}}")));
  }

  private static void collect(@Nullable JsonNode node, List<ObjectNode> into) {
    if (node instanceof ObjectNode object) {
      into.add(object);
    }
    if (node != null) {
      node.forEach(inner -> collect(inner, into));
    }
  }

  <T> T pick(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }
}
