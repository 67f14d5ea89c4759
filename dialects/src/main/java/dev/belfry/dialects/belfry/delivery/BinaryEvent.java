package dev.belfry.dialects.belfry.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.egress.Header;
import dev.belfry.engine.event.Event;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event's attributes as {@code ce-*} headers, for the bare data as the body.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">CloudEvents
 *     1.0.2, HTTP Protocol Binding, 3.1.3. Metadata Headers</a>
 */
final class BinaryEvent {

  private static final Header SPECVERSION = new Header("ce-specversion", "1.0");
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private BinaryEvent() {}

  /** Appends all attributes but {@code datacontenttype}, which is the content type. */
  static void addAttributes(Event event, List<Header> headers) {
    var attributes = event.attributes();
    headers.add(SPECVERSION);
    add(headers, "id", event.cloudEventId());
    add(headers, "source", event.source());
    add(headers, "type", event.type());
    add(headers, "subject", attributes.subject());
    add(headers, "time", event.time());
    add(headers, "dataschema", attributes.dataSchema());
    attributes.extensions().forEach((name, value) -> add(headers, name, value.toString()));
  }

  private static void add(List<Header> headers, String name, @Nullable String value) {
    if (value != null) {
      headers.add(new Header(OwnHeaders.ATTRIBUTE_PREFIX + name, percentEncoded(value)));
    }
  }

  /** Only printable ASCII is left as it is, without space, double quote and percent sign. */
  static String percentEncoded(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (!isPlain(value.charAt(i))) {
        return encoded(value.getBytes(UTF_8));
      }
    }
    return value;
  }

  private static String encoded(byte[] utf8) {
    var text = new StringBuilder(utf8.length + 32);
    for (var b : utf8) {
      if (isPlain((char) (b & 0xFF))) {
        text.append((char) b);
      } else {
        text.append('%').append(HEX[(b >> 4) & 15]).append(HEX[b & 15]);
      }
    }
    return text.toString();
  }

  private static boolean isPlain(char c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != '%';
  }
}
