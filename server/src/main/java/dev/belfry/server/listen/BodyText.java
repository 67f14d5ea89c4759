package dev.belfry.server.listen;

import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/** A body as a person wants to see it: JSON indented, control characters harmless, not endless. */
final class BodyText {

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_PRETTY = 256 * 1024;
  private static final int LONGEST = 8 * 1024;
  private static final int BINARY_SHOWN = 32;

  private BodyText() {}

  /** Several lines, without one at the end; empty for an empty body. */
  static String of(byte[] body) {
    return text(body).map(text -> cut(harmless(pretty(text)))).orElseGet(() -> binary(body));
  }

  /** The body as text, if it is UTF-8. */
  static Optional<String> text(byte[] body) {
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /** Shows control characters as such: what a stranger sends must not steer a terminal. */
  static String harmless(String text) {
    var result = new StringBuilder(text.length());
    text.codePoints()
        .forEach(point -> {
          if (Character.isISOControl(point) && point != '\n' && point != '\t') {
            result.append(point == '\r' ? "" : "\\u%04x".formatted(point));
          } else {
            result.appendCodePoint(point);
          }
        });
    return result.toString();
  }

  private static String pretty(String text) {
    if (text.isEmpty() || text.length() > MOST_PRETTY || "{[".indexOf(text.charAt(0)) < 0) {
      return text;
    }
    var indented = new StringWriter();
    try (var parser = JSON.createParser(tools.jackson.core.ObjectReadContext.empty(), text);
        var generator = JSON.createGenerator(context(), indented)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
          generator.writeNumber(parser.getString());
        } else {
          generator.copyCurrentEvent(parser);
        }
      }
    } catch (JacksonException _) {
      return text;
    }
    return indented.toString();
  }

  private static ObjectWriteContext context() {
    return new ObjectWriteContext.Base() {
      @Override
      public tools.jackson.core.PrettyPrinter getPrettyPrinter() {
        return new DefaultPrettyPrinter();
      }

      @Override
      public boolean hasPrettyPrinter() {
        return true;
      }
    };
  }

  private static String cut(String text) {
    return text.length() <= LONGEST
        ? text
        : "%s\n… %d more characters".formatted(text.substring(0, LONGEST), text.length() - LONGEST);
  }

  private static String binary(byte[] body) {
    var shown = Math.min(body.length, BINARY_SHOWN);
    return "%d bytes, not text: %s%s"
        .formatted(
            body.length,
            HexFormat.ofDelimiter(" ").formatHex(body, 0, shown),
            shown < body.length ? " …" : "");
  }
}
