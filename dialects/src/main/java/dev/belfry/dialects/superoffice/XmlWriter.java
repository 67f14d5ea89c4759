package dev.belfry.dialects.superoffice;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Answers as XML (section 9): no namespace, nulls as nil, dictionaries as keys and values. */
final class XmlWriter {

  /** {@code i:type} of a dictionary inside a dictionary. */
  static final String DICTIONARY = "ArrayOfStringObjectKeyValuePair";

  /** {@code i:type} of a list inside a dictionary. */
  static final String LIST = "ArrayOfanyType";

  private static final String NAMESPACES = " xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\"";

  /** Members that are dictionaries of text, and what an entry of theirs is called. */
  private static final Map<String, String> DICTIONARIES =
      Map.of(
          "Headers", "StringKeyValuePair",
          "_Links", "StringKeyValuePair",
          "ExtraFields", "StringKeyValuePair",
          "CustomFields", "StringKeyValuePair",
          "FieldProperties", "FieldPropertyDictionaryKeyValuePair");

  private static final Map<String, String> ITEMS =
      Map.of("ErrorAssociates", "MDOListItem", "ChildItems", "MDOListItem");
  private static final Set<String> FLAGS = Set.of("NotifyVia", "NotifyWhen");

  private final StringBuilder out = new StringBuilder();

  private XmlWriter() {}

  /**
   * The tree as a document in UTF-8.
   *
   * @param root the name of its element
   * @param items what the elements of an array at the root are called
   */
  static byte[] write(String root, String items, JsonNode tree) {
    var writer = new XmlWriter();
    writer.element(root, NAMESPACES, items, tree);
    return writer.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void element(String name, String attributes, String items, JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      out.append('<').append(name).append(attributes).append(" i:nil=\"true\" />");
      return;
    }
    out.append('<').append(name).append(attributes).append('>');
    if (value.isArray()) {
      value.forEach(item -> element(items, "", "item", item));
    } else if (value.isObject()) {
      value.properties().forEach(member -> member(member.getKey(), member.getValue()));
    } else {
      text(FLAGS.contains(name) ? value.asString().replace(", ", " ") : value.asString());
    }
    out.append("</").append(name).append('>');
  }

  private void member(String name, JsonNode value) {
    var entry = DICTIONARIES.get(name);
    if (value.isObject() && name.equals("Properties")) {
      dictionary(name, "", value);
    } else if (value.isObject() && entry != null) {
      out.append('<').append(name).append('>');
      value.properties().forEach(one -> pair(entry, one.getKey(), one.getValue()));
      out.append("</").append(name).append('>');
    } else {
      element(elementName(name), "", ITEMS.getOrDefault(name, "string"), value);
    }
  }

  private void pair(String entry, String key, JsonNode value) {
    out.append('<').append(entry).append("><Key>");
    text(key);
    out.append("</Key>");
    element("Value", "", "item", value);
    out.append("</").append(entry).append('>');
  }

  private void dictionary(String name, String attributes, JsonNode values) {
    out.append('<').append(name).append(attributes).append('>');
    for (var value : values.properties()) {
      out.append("<StringObjectKeyValuePair><Key>");
      text(value.getKey());
      out.append("</Key>");
      any("Value", value.getValue());
      out.append("</StringObjectKeyValuePair>");
    }
    out.append("</").append(name).append('>');
  }

  /** So that {@link XmlReader} reads the same again. */
  private void any(String name, JsonNode value) {
    if (value.isObject()) {
      dictionary(name, " i:type=\"" + DICTIONARY + "\"", value);
    } else if (value.isArray()) {
      out.append('<').append(name).append(" i:type=\"").append(LIST).append("\">");
      value.forEach(item -> any("anyType", item));
      out.append("</").append(name).append('>');
    } else {
      var looksOther = value.isString() && XmlReader.isLiteral(value.asString());
      element(name, looksOther ? " i:type=\"string\"" : "", "item", value);
    }
  }

  /** Column names of the archive have slashes. */
  private static String elementName(String member) {
    return member.replaceAll("[^A-Za-z0-9_.-]", "_");
  }

  /** What XML cannot hold is replaced: answers are well-formed whatever was stored. */
  private void text(String text) {
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '\r' -> out.append("&#13;");
            default -> out.appendCodePoint(isAllowed(c) ? c : 0xfffd);
          }
        });
  }

  private static boolean isAllowed(int c) {
    return c == '\t'
        || c == '\n'
        || (c >= 0x20 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }
}
