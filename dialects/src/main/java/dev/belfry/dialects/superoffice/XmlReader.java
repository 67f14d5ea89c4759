package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.JsonReader;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.dialects.superoffice.XmlTree.Element;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * XML as the same trees that JSON gives (section 9): namespaces and order do not matter, dictionary
 * entries are whatever has a {@code Key} and a {@code Value}.
 */
final class XmlReader {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private XmlReader() {}

  /** Empty if the root says that it is nil. */
  static Optional<ObjectNode> read(byte[] xml, Shape shape) {
    var root = XmlTree.read(xml);
    var isOne =
        root.name().equalsIgnoreCase(shape.root())
            || (shape.equals(Shape.WEBHOOK) && root.name().equalsIgnoreCase("WebhookWithLinks"));
    if (!isOne) {
      throw Problem.unreadable("body", "The root element must be " + shape.root() + ".");
    }
    return root.nil() ? Optional.empty() : Optional.of(object(root, shape));
  }

  /** Of any root: its entries. */
  static ObjectNode dictionary(byte[] xml) {
    return entries(XmlTree.read(xml), true);
  }

  private static ObjectNode object(Element element, Shape shape) {
    var object = Json.object();
    for (var child : element.children()) {
      var name = shape.spelled(child.name());
      if (name != null) {
        object.set(name, child.nil() ? NODES.nullNode() : value(child, shape.kind(name)));
      }
    }
    return object;
  }

  private static JsonNode value(Element element, Shape.Kind kind) {
    return switch (kind) {
      case SCALAR -> NODES.stringNode(element.text());
      case LIST -> {
        var list = NODES.arrayNode();
        element.children().forEach(child -> list.add(child.text()));
        yield list;
      }
      case TEXTS -> entries(element, false);
      case VALUES -> entries(element, true);
      case ITEMS -> {
        var list = NODES.arrayNode();
        for (var child : element.children()) {
          var id = child.child("Id");
          list.addObject().put("Id", id == null ? "" : id.text());
        }
        yield list;
      }
      case IGNORED -> NODES.nullNode();
      case WEBHOOK -> object(element, Shape.WEBHOOK);
    };
  }

  private static ObjectNode entries(Element element, boolean anything) {
    var object = Json.object();
    for (var child : element.children()) {
      var key = child.child("Key");
      var value = child.child("Value");
      if (key == null) {
        throw Problem.unreadable(element.name(), "Each entry must have a Key and a Value.");
      }
      object.set(
          key.text(),
          value == null || value.nil()
              ? NODES.nullNode()
              : anything ? any(value) : NODES.stringNode(value.text()));
    }
    return object;
  }

  /**
   * A value of any type: what its {@code i:type} says; without one, entries, elements, a literal of
   * JSON, or else text.
   */
  private static JsonNode any(Element value) {
    if (value.nil()) {
      return NODES.nullNode();
    }
    switch (value.type()) {
      case "string" -> {
        return NODES.stringNode(value.text());
      }
      case XmlWriter.DICTIONARY -> {
        return entries(value, true);
      }
      case XmlWriter.LIST -> {
        return elements(value);
      }
      default -> {
        // by what it looks like
      }
    }
    if (!value.children().isEmpty()) {
      var isDictionary = value.children().stream().allMatch(child -> child.child("Key") != null);
      return isDictionary ? entries(value, true) : elements(value);
    }
    return isLiteral(value.text())
        ? Json.read(value.text().getBytes(StandardCharsets.UTF_8))
        : NODES.stringNode(value.text());
  }

  private static JsonNode elements(Element value) {
    var list = NODES.arrayNode();
    value.children().forEach(child -> list.add(any(child)));
    return list;
  }

  /** A number or a boolean, written as JSON writes it. */
  static boolean isLiteral(String text) {
    if (text.isEmpty() || text.length() > 128 || "-0123456789tf".indexOf(text.charAt(0)) < 0) {
      return false;
    }
    try {
      var reader = new JsonReader(text.getBytes(StandardCharsets.UTF_8));
      switch (reader.peek()) {
        case NUMBER -> reader.number();
        case BOOLEAN -> reader.bool();
        case OBJECT, ARRAY, STRING, NULL -> {
          return false;
        }
      }
      reader.end();
      return text.strip().length() == text.length();
    } catch (MalformedJson _) {
      return false;
    }
  }
}
