package dev.belfry.dialects.superoffice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads members by type, as leniently as the vendor: numbers may be text, text may be a number.
 * What is of another type is a body that cannot be read.
 */
record Members(ObjectNode object) {

  boolean has(String name) {
    var value = object.get(name);
    return value != null && !value.isNull();
  }

  /** Null if it is absent or null. */
  @Nullable String text(String name) {
    return has(name) ? scalar(name, object.get(name)) : null;
  }

  /** Null if it is absent or null; empty text is as good as none. */
  @Nullable String textOrNone(String name) {
    var text = text(name);
    return text == null || text.isBlank() ? null : text;
  }

  /** A whole number of 32 bits; null if it is absent, null or empty. */
  @Nullable Integer number(String name) {
    var text = textOrNone(name);
    if (text == null) {
      return null;
    }
    try {
      return Integer.valueOf(text.strip());
    } catch (NumberFormatException _) {
      throw Problem.unreadable(name, name + " must be a number of type Int32.");
    }
  }

  /** Empty if it is absent or null. */
  List<String> texts(String name) {
    var texts = new ArrayList<String>();
    if (has(name)) {
      if (!object.get(name).isArray()) {
        throw Problem.unreadable(name, name + " must be a list.");
      }
      for (var element : object.get(name)) {
        texts.add(scalar(name, element));
      }
    }
    return texts;
  }

  /** The {@code Id} of each. */
  List<Integer> ids(String name) {
    var ids = new ArrayList<Integer>();
    if (has(name)) {
      if (!object.get(name).isArray()) {
        throw Problem.unreadable(name, name + " must be a list.");
      }
      for (var element : object.get(name)) {
        if (!(element instanceof ObjectNode item)) {
          throw Problem.unreadable(name, name + " must be a list of objects.");
        }
        var id = new Members(new Shape(name, Map.of("Id", Shape.Kind.SCALAR)).canonical(item));
        var number = id.number("Id");
        ids.add(number == null ? 0 : number);
      }
    }
    return ids;
  }

  /** Null if it is absent or null. */
  @Nullable Map<String, @Nullable String> dictionary(String name) {
    var values = values(name);
    if (values == null) {
      return null;
    }
    var dictionary = new LinkedHashMap<String, @Nullable String>();
    for (var entry : values.properties()) {
      dictionary.put(
          entry.getKey(), entry.getValue().isNull() ? null : scalar(name, entry.getValue()));
    }
    return dictionary;
  }

  /** Null if it is absent or null. */
  @Nullable ObjectNode values(String name) {
    if (!has(name)) {
      return null;
    }
    if (object.get(name) instanceof ObjectNode values) {
      return values;
    }
    throw Problem.unreadable(name, name + " must be an object.");
  }

  private static String scalar(String name, JsonNode value) {
    if (value.isString()) {
      return value.stringValue();
    }
    if (value.isNumber() || value.isBoolean()) {
      return value.asString();
    }
    throw Problem.unreadable(name, name + " must be text.");
  }
}
