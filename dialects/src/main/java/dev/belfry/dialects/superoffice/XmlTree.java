package dev.belfry.dialects.superoffice;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads XML into elements, safely: no document type, hence no entities but the five that XML itself
 * has; UTF-8 only; bounded depth, elements and attributes. Nothing outside the bytes is ever looked
 * at.
 */
final class XmlTree {

  private static final int DEEPEST = 64;
  private static final int MOST_ELEMENTS = 5_000;
  private static final int MOST_ATTRIBUTES = 32;
  private static final XMLInputFactory FACTORY = factory();

  private int elements;

  private XmlTree() {}

  /**
   * An element.
   *
   * @param name without prefix
   * @param nil whether it says that it is null
   * @param type what {@code i:type} says, without prefix; empty if it does not
   * @param text all its own text
   */
  record Element(String name, boolean nil, String type, String text, List<Element> children) {

    /** The first child of this name, in any case; null if there is none. */
    @org.jspecify.annotations.Nullable
    Element child(String wanted) {
      for (var child : children) {
        if (child.name.equalsIgnoreCase(wanted)) {
          return child;
        }
      }
      return null;
    }
  }

  /**
   * The root element.
   *
   * @throws Problem 400 for all that is not well-formed or not allowed
   */
  static Element read(byte[] xml) {
    try {
      var reader = FACTORY.createXMLStreamReader(new StringReader(decoded(xml)));
      try {
        return new XmlTree().document(reader);
      } finally {
        reader.close();
      }
    } catch (Problem e) {
      throw e;
    } catch (RuntimeException _) {
      // The JDK's parser throws others too, where a skipped document type is malformed itself.
      throw malformed("The body is no well-formed XML.");
    } catch (XMLStreamException e) {
      var at = e.getLocation();
      throw malformed(
          at == null
              ? "The body is no well-formed XML."
              : "The body is no well-formed XML: see line %d, column %d."
                  .formatted(at.getLineNumber(), at.getColumnNumber()));
    }
  }

  private Element document(XMLStreamReader reader) throws XMLStreamException {
    checkEncoding(reader);
    Element root = null;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> root = element(reader, 1);
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw malformed("Document type declarations are not allowed.");
        default -> {
          // comments and white space
        }
      }
    }
    if (root == null) {
      throw malformed("The body has no element.");
    }
    return root;
  }

  private Element element(XMLStreamReader reader, int depth) throws XMLStreamException {
    if (depth > DEEPEST) {
      throw malformed("The body is nested more than " + DEEPEST + " deep.");
    }
    if (++elements > MOST_ELEMENTS) {
      throw malformed("The body has over " + MOST_ELEMENTS + " elements.");
    }
    if (reader.getAttributeCount() > MOST_ATTRIBUTES) {
      throw malformed("An element has over " + MOST_ATTRIBUTES + " attributes.");
    }
    var name = local(reader.getLocalName());
    var nil = "true".equals(attribute(reader, "nil")) || "1".equals(attribute(reader, "nil"));
    var type = attribute(reader, "type");
    var text = new StringBuilder();
    var children = new ArrayList<Element>();
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> children.add(element(reader, depth + 1));
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(reader.getText());
        case XMLStreamConstants.END_ELEMENT -> {
          return new Element(name, nil, local(type), text.toString(), children);
        }
        case XMLStreamConstants.ENTITY_REFERENCE, XMLStreamConstants.DTD ->
            throw malformed("Entities are not allowed.");
        default -> {
          // comments and processing instructions
        }
      }
    }
  }

  /** Of any prefix: what prefixes stand for does not matter here. */
  private static String attribute(XMLStreamReader reader, String name) {
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      if (local(reader.getAttributeLocalName(i)).equals(name)) {
        return reader.getAttributeValue(i).strip();
      }
    }
    return "";
  }

  private static String local(String name) {
    return name.substring(name.indexOf(':') + 1);
  }

  private static void checkEncoding(XMLStreamReader reader) {
    var declared = reader.getCharacterEncodingScheme();
    if (declared != null && !declared.equalsIgnoreCase("utf-8")) {
      throw malformed("The encoding must be UTF-8.");
    }
  }

  private static String decoded(byte[] xml) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(xml))
          .toString();
    } catch (CharacterCodingException _) {
      throw malformed("The body is not UTF-8.");
    }
  }

  private static Problem malformed(String fault) {
    return Problem.unreadable("body", fault);
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, false);
    // Namespaces do not matter, and thousands of them would cost much.
    factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
    factory.setProperty("http://javax.xml.XMLConstants/property/accessExternalDTD", "");
    factory.setProperty("http://javax.xml.XMLConstants/property/accessExternalSchema", "");
    factory.setXMLResolver((_, _, _, _) -> {
      throw new XMLStreamException("nothing outside the body is read");
    });
    return factory;
  }
}
