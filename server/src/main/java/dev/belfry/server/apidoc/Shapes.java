package dev.belfry.server.apidoc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Completes the schemas by the rules that hold for all of them: what is read may have no member
 * that is not known, and what is answered has all its members, but for those named under {@code
 * sometimes}.
 */
final class Shapes {

  private static final Set<String> VALUES = Set.of("example", "enum", "const", "default");
  private static final String PROPERTIES = "properties";
  private static final String SOMETIMES = "sometimes";

  private Shapes() {}

  /** All schemas by name. */
  static Map<String, Object> of(Map<String, Object> parts) {
    var schemas = new LinkedHashMap<String, Object>(section(parts, "values"));
    section(parts, "inputs").forEach((name, schema) -> add(schemas, name, closed(schema)));
    section(parts, "answers").forEach((name, schema) -> add(schemas, name, whole(schema)));
    section(parts, "lists").forEach((name, item) -> add(schemas, name, list(String.valueOf(item))));
    return schemas;
  }

  /** {@code $ref} to a schema. */
  static Map<String, Object> reference(String schema) {
    return Map.of("$ref", "#/components/schemas/" + schema);
  }

  private static Map<String, Object> section(Map<String, Object> parts, String name) {
    return Parts.map(parts.getOrDefault(name, Map.of()), name);
  }

  private static void add(Map<String, Object> schemas, String name, Object schema) {
    if (schemas.put(name, schema) != null) {
      throw new IllegalArgumentException("two schemas " + name);
    }
  }

  private static Map<String, Object> list(String item) {
    var properties = new LinkedHashMap<String, Object>();
    properties.put("data", Map.of("type", "array", "items", reference(item)));
    properties.put(
        "next",
        Map.of(
            "type",
            List.of("string", "null"),
            "description",
            "The cursor of the next page; null at the end"));
    return Map.of("type", "object", "required", List.of("data", "next"), PROPERTIES, properties);
  }

  private static Object closed(Object schema) {
    return walk(schema, Shapes::close);
  }

  private static Object whole(Object schema) {
    return walk(schema, Shapes::require);
  }

  private static void close(Map<String, Object> schema) {
    schema.putIfAbsent("additionalProperties", false);
  }

  private static void require(Map<String, Object> schema) {
    var required = new ArrayList<>(Parts.map(schema.get(PROPERTIES), PROPERTIES).keySet());
    required.removeAll(Parts.texts(schema, SOMETIMES));
    schema.remove(SOMETIMES);
    if (!required.isEmpty()) {
      schema.putIfAbsent("required", required);
    }
  }

  /** What to do with each schema that has properties. */
  private interface Rule {
    void apply(Map<String, Object> schema);
  }

  private static Object walk(Object node, Rule rule) {
    if (node instanceof List<?> list) {
      return list.stream().map(inner -> walk(inner, rule)).toList();
    }
    if (!(node instanceof Map<?, ?>)) {
      return node;
    }
    var schema = new LinkedHashMap<String, Object>();
    Parts.map(node, "schema")
        .forEach((key, value) ->
            schema.put(
                key,
                VALUES.contains(key)
                    ? value
                    : key.equals(PROPERTIES) ? eachOf(value, rule) : walk(value, rule)));
    if (schema.containsKey(PROPERTIES)) {
      schema.putIfAbsent("type", "object");
      rule.apply(schema);
    }
    return schema;
  }

  private static Map<String, Object> eachOf(Object properties, Rule rule) {
    var walked = Parts.map(properties, PROPERTIES);
    walked.replaceAll((_, schema) -> walk(schema, rule));
    return walked;
  }
}
