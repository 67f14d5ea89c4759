package dev.belfry.engine.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Details that fit into a row of the log, however long what was changed is: a tenant that changes a
 * webhook all day must not fill the disk. What is too long ends with how long it was.
 */
final class Shortened {

  /** Bytes of one row's detail. */
  static final int MOST = 8 * 1024;

  /** Characters of a text that are kept, from generous to stingy. */
  private static final int[] TEXTS = {1024, 256, 64, 16};

  /** The same where whole arrays and objects are told as the beginning of their text. */
  private static final int[] WHOLES = {128, 32, 8};

  private Shortened() {}

  /** The detail as it is if that fits, else as much of each part as does. */
  static String of(ObjectNode detail) {
    var text = detail.toString();
    for (int i = 0; i < TEXTS.length && !fits(text); i++) {
      text = texts(detail, TEXTS[i]).toString();
    }
    for (int i = 0; i < WHOLES.length && !fits(text); i++) {
      text = wholes(detail, WHOLES[i]).toString();
    }
    return fits(text) ? text : nothing(text);
  }

  private static boolean fits(String text) {
    return text.length() <= MOST && text.getBytes(UTF_8).length <= MOST;
  }

  /** With texts of this length, wherever they are. */
  private static JsonNode texts(JsonNode node, int longest) {
    return switch (node) {
      case StringNode text -> text(text.stringValue(), longest);
      case ObjectNode object -> {
        var shorter = object.objectNode();
        object.properties().forEach(of -> shorter.set(of.getKey(), texts(of.getValue(), longest)));
        yield shorter;
      }
      case ArrayNode array -> {
        var shorter = array.arrayNode();
        array.forEach(item -> shorter.add(texts(item, longest)));
        yield shorter;
      }
      default -> node;
    };
  }

  /** Part by part, with what was before and after as texts of this length. */
  private static ObjectNode wholes(ObjectNode detail, int longest) {
    var shorter = detail.objectNode();
    for (var part : detail.properties()) {
      if (part.getValue() instanceof ObjectNode both && isBeforeAndAfter(both)) {
        var shortBoth = shorter.putObject(part.getKey());
        both.properties().forEach(of -> shortBoth.set(of.getKey(), whole(of.getValue(), longest)));
      } else {
        shorter.set(part.getKey(), whole(part.getValue(), longest));
      }
    }
    return shorter;
  }

  private static boolean isBeforeAndAfter(ObjectNode node) {
    return node.size() == 2 && node.has("before") && node.has("after");
  }

  private static JsonNode whole(JsonNode node, int longest) {
    return switch (node) {
      case StringNode text -> text(text.stringValue(), longest);
      case ObjectNode _, ArrayNode _ -> text(node.toString(), longest);
      default -> node;
    };
  }

  private static JsonNode text(String text, int longest) {
    if (text.length() <= longest) {
      return StringNode.valueOf(text);
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return StringNode.valueOf(text.substring(0, end) + "… (" + text.length() + " characters)");
  }

  private static String nothing(String text) {
    return "{\"detail\":\"(" + text.length() + " characters)\"}";
  }
}
