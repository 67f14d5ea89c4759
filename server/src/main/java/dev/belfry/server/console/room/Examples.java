package dev.belfry.server.console.room;

import dev.belfry.dialects.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes data that a JSON Schema of the usual kind would take. */
final class Examples {

  private static final int DEEPEST = 12;

  private Examples() {}

  static JsonNode of(JsonNode schema) {
    return of(schema, schema, 0);
  }

  private static JsonNode of(JsonNode schema, JsonNode root, int depth) {
    var nodes = Json.object();
    if (depth > DEEPEST) {
      return nodes.nullNode();
    }
    var given = given(schema);
    if (given != null) {
      return given;
    }
    if (schema.path("$ref").asString("").startsWith("#")) {
      return of(root.at(schema.path("$ref").asString().substring(1)), root, depth + 1);
    }
    for (var name : new String[] {"oneOf", "anyOf", "allOf"}) {
      if (schema.path(name).isArray() && !schema.path(name).isEmpty() && !schema.has("type")) {
        return of(schema.path(name).get(0), root, depth + 1);
      }
    }
    return switch (type(schema)) {
      case "object" -> object(schema, root, depth);
      case "array" -> nodes.arrayNode().add(of(schema.path("items"), root, depth + 1));
      case "integer" -> nodes.numberNode(least(schema));
      case "number" ->
          nodes.numberNode(schema.has("minimum") ? schema.path("minimum").asDouble(0) : 1.5);
      case "boolean" -> nodes.booleanNode(true);
      case "null" -> nodes.nullNode();
      default -> nodes.stringNode(text(schema));
    };
  }

  private static @Nullable JsonNode given(JsonNode schema) {
    for (var name : new String[] {"const", "default", "example"}) {
      if (schema.has(name)) {
        return schema.get(name);
      }
    }
    for (var name : new String[] {"examples", "enum"}) {
      if (schema.path(name).isArray() && !schema.path(name).isEmpty()) {
        return schema.path(name).get(0);
      }
    }
    return null;
  }

  private static ObjectNode object(JsonNode schema, JsonNode root, int depth) {
    var object = Json.object();
    schema
        .path("properties")
        .properties()
        .forEach(member -> object.set(member.getKey(), of(member.getValue(), root, depth + 1)));
    return object;
  }

  private static String type(JsonNode schema) {
    var type = schema.path("type");
    if (type.isArray() && !type.isEmpty()) {
      return type.get(0).asString("");
    }
    return type.isString() ? type.asString() : schema.has("properties") ? "object" : "string";
  }

  private static long least(JsonNode schema) {
    if (schema.has("exclusiveMinimum")) {
      return schema.path("exclusiveMinimum").asLong(0) + 1;
    }
    return schema.path("minimum").asLong(1);
  }

  private static String text(JsonNode schema) {
    var text =
        switch (schema.path("format").asString("")) {
          case "date-time" -> "2026-11-21T12:00:00Z";
          case "date" -> "2026-11-21";
          case "time" -> "12:00:00Z";
          case "email" -> "ada@example.com";
          case "uri", "uri-reference" -> "https://example.com/";
          case "uuid" -> "3f2b8c1e-4a5d-4e6f-8a9b-0c1d2e3f4a5b";
          case "ipv4" -> "192.0.2.1";
          case "hostname" -> "example.com";
          default -> "text";
        };
    var least = schema.path("minLength").asInt(0);
    return text.length() < least ? text + "x".repeat(Math.min(least, 1000) - text.length()) : text;
  }
}
