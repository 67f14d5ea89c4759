package dev.belfry.dialects.belfry.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.event.Event;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as one JSON object, its members always in the same order, so that it is byte for byte
 * the same at every attempt. The bytes of JSON data are sent as they came in; other data is sent as
 * {@code data_base64}.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">CloudEvents
 *     1.0.2, JSON Event Format</a>
 */
public final class CloudEventBody {

  static final String MEDIA_TYPE = "application/cloudevents+json";

  /** Of several in one request. */
  static final String BATCH_MEDIA_TYPE = "application/cloudevents-batch+json";

  private static final byte[] BEGIN_ARRAY = bytes("[");
  private static final byte[] END_ARRAY = bytes("]");
  private static final byte[] NOTHING = {};
  private static final byte[] BEGIN = bytes("{\"specversion\":\"1.0\",\"id\":");
  private static final byte[] SOURCE = bytes(",\"source\":");
  private static final byte[] TYPE = bytes(",\"type\":");
  private static final byte[] SUBJECT = bytes(",\"subject\":");
  private static final byte[] TIME = bytes(",\"time\":");
  private static final byte[] DATA_CONTENT_TYPE = bytes(",\"datacontenttype\":");
  private static final byte[] DATA_SCHEMA = bytes(",\"dataschema\":");
  private static final byte[] DATA = bytes(",\"data\":");
  private static final byte[] DATA_BASE64 = bytes(",\"data_base64\":\"");
  private static final byte[] COMMA = bytes(",");
  private static final byte[] COLON = bytes(":");
  private static final byte[] QUOTE = bytes("\"");
  private static final byte[] END = bytes("}");

  /** What the attributes take at most, as a rule. */
  private static final int ATTRIBUTES_SIZE = 1024;

  private CloudEventBody() {}

  /** The event in structured mode. */
  public static byte[] structured(Event event) {
    var attributes = event.attributes();
    var json = new JsonBytes(ATTRIBUTES_SIZE + event.data().bytes().length);
    json.raw(BEGIN).string(event.cloudEventId());
    json.raw(SOURCE).string(event.source());
    json.raw(TYPE).string(event.type());
    member(json, SUBJECT, attributes.subject());
    json.raw(TIME).string(event.time());
    member(json, DATA_CONTENT_TYPE, attributes.dataContentType());
    member(json, DATA_SCHEMA, attributes.dataSchema());
    attributes.extensions().forEach((name, value) -> extension(json, name, value));
    data(json, event);
    return json.raw(END).toBytes();
  }

  /** Several events in the batched form, which is a JSON array of the structured one. */
  static byte[] batch(List<Event> events) {
    var each = events.stream().map(CloudEventBody::structured).toList();
    var json = new JsonBytes(each.stream().mapToInt(one -> one.length + 1).sum() + 1);
    json.raw(BEGIN_ARRAY);
    for (int i = 0; i < each.size(); i++) {
      json.raw(i == 0 ? NOTHING : COMMA).raw(each.get(i));
    }
    return json.raw(END_ARRAY).toBytes();
  }

  private static void member(JsonBytes json, byte[] name, @Nullable String value) {
    if (value != null) {
      json.raw(name).string(value);
    }
  }

  private static void extension(JsonBytes json, String name, Object value) {
    json.raw(COMMA).string(name).raw(COLON);
    if (value instanceof String text) {
      json.string(text);
    } else {
      json.raw(bytes(value.toString()));
    }
  }

  private static void data(JsonBytes json, Event event) {
    var bytes = event.data().bytes();
    switch (event.data().kind()) {
      case NONE, ERASED -> {}
      case JSON -> json.raw(DATA).raw(bytes);
      case BINARY -> json.raw(DATA_BASE64).raw(Base64.getEncoder().encode(bytes)).raw(QUOTE);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
