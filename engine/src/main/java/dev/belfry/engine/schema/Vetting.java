package dev.belfry.engine.schema;

import com.networknt.schema.dialect.DialectId;
import dev.belfry.engine.pattern.BadPattern;
import dev.belfry.engine.pattern.LinearPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What is looked at in a schema before it is compiled: references that lead outside, patterns that
 * are not linear.
 */
final class Vetting {

  /** Their values are data, not schemas. */
  private static final Set<String> DATA = Set.of("const", "enum", "default", "examples");

  private final List<SchemaFault> faults = new ArrayList<>();

  private Vetting() {}

  static List<SchemaFault> faults(JsonNode schema) {
    var vetting = new Vetting();
    if (!schema.isObject() && !schema.isBoolean()) {
      return List.of(new SchemaFault("", "must be an object, true or false"));
    }
    var dialect = schema.path("$schema");
    if (!dialect.isMissingNode() && !isOurs(dialect.asString(""))) {
      vetting.faults.add(
          new SchemaFault("/$schema", "must be " + DialectId.DRAFT_2020_12 + ", or left out"));
    }
    vetting.look(schema, "", false);
    return vetting.faults;
  }

  private static boolean isOurs(String dialect) {
    return dialect.equals(DialectId.DRAFT_2020_12) || dialect.equals(DialectId.DRAFT_2020_12 + "#");
  }

  /**
   * @param isNames whether the members' names are names of properties or definitions, not keywords
   */
  private void look(JsonNode node, String pointer, boolean isNames) {
    if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        look(node.get(i), pointer + "/" + i, false);
      }
      return;
    }
    for (var member : node.properties()) {
      var name = member.getKey();
      var value = member.getValue();
      var at = pointer + "/" + name.replace("~", "~0").replace("/", "~1");
      if (isNames) {
        look(value, at, false);
      } else if (!DATA.contains(name)) {
        keyword(name, value, at);
        look(value, at, hasNames(name));
      }
    }
  }

  private static boolean hasNames(String keyword) {
    return switch (keyword) {
      case "properties", "patternProperties", "$defs", "definitions", "dependentSchemas" -> true;
      default -> false;
    };
  }

  private void keyword(String name, JsonNode value, String at) {
    switch (name) {
      case "$ref", "$dynamicRef" -> {
        if (value.isString() && !value.stringValue().startsWith("#")) {
          faults.add(
              new SchemaFault(at, "must begin with #: only this schema itself can be referred to"));
        }
      }
      case "pattern" -> {
        if (value.isString()) {
          pattern(value.stringValue(), at);
        }
      }
      case "patternProperties" -> {
        for (var pattern : value.properties()) {
          pattern(
              pattern.getKey(), at + "/" + pattern.getKey().replace("~", "~0").replace("/", "~1"));
        }
      }
      default -> {}
    }
  }

  private void pattern(String text, String at) {
    try {
      LinearPattern.compile(Patterns.translated(text));
    } catch (BadPattern e) {
      faults.add(new SchemaFault(at, "has a pattern that " + e.getMessage()));
    }
  }
}
