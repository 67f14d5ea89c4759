package dev.belfry.dialects.belfry.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.event.Data;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * An event's data as the whole body of a request. Text that came in as a JSON string because its
 * content type is not JSON is taken out of the quotes again.
 */
final class BareData {

  private static final String JSON = "application/json";
  private static final Pattern CHARSET =
      Pattern.compile(";\\s*charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);

  /** How long data may be was decided when it was accepted. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  private BareData() {}

  /** The media type of the body; null where the event tells none. */
  static @Nullable String contentType(@Nullable String dataContentType, Data data) {
    return dataContentType == null && data.kind() == Data.Kind.JSON ? JSON : dataContentType;
  }

  /**
   * The bytes of the body.
   *
   * @throws CharacterCodingException if the content type names a character set that cannot express
   *     the text
   * @throws UnsupportedCharsetException if it names an unknown one
   */
  static byte[] bytes(@Nullable String dataContentType, Data data) throws CharacterCodingException {
    if (data.kind() != Data.Kind.JSON || dataContentType == null || isJson(dataContentType)) {
      return data.bytes();
    }
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), data.bytes())) {
      return parser.nextToken() == JsonToken.VALUE_STRING
          ? encoded(parser.getString(), charset(dataContentType))
          : data.bytes();
    }
  }

  private static boolean isJson(String contentType) {
    var semicolon = contentType.indexOf(';');
    var mediaType = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
    var lower = mediaType.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith("/json") || lower.endsWith("+json");
  }

  private static Charset charset(String contentType) {
    var named = CHARSET.matcher(contentType);
    if (!named.find()) {
      return UTF_8;
    }
    var name = named.group(1);
    try {
      var charset = Charset.forName(name);
      if (charset.canEncode()) {
        return charset;
      }
    } catch (IllegalArgumentException _) {
      // Badly written or unknown: the same to whoever wants the text in it.
    }
    throw new UnsupportedCharsetException(name);
  }

  private static byte[] encoded(String text, Charset charset) throws CharacterCodingException {
    var encoded = charset.newEncoder().encode(CharBuffer.wrap(text));
    var bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    return bytes;
  }
}
