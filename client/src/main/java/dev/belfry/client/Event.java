package dev.belfry.client;

import java.net.URI;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One event, as CloudEvents 1.0 describes it. Made by {@link #of} and completed by the {@code with}
 * methods, each of which answers a new one.
 *
 * @param type what happened, as in {@code order.created}
 * @param id the sender's own; the same id and source again are the same event
 * @param source where it comes from, a URI; null for the tenant
 * @param subject what it is about, as in {@code order/42}; null for nothing in particular
 * @param time when it happened; null for when it is accepted
 * @param data JSON text; null for none
 * @param extensions further attributes, such as {@code traceparent}
 */
public record Event(
    String type,
    String id,
    @Nullable URI source,
    @Nullable String subject,
    @Nullable Instant time,
    @Nullable String data,
    Map<String, String> extensions) {

  public Event {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(id, "id");
    extensions = Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
  }

  /** An event of that type with an id of its own, so that sending it again is safe. */
  public static Event of(String type) {
    return new Event(type, UUID.randomUUID().toString(), null, null, null, null, Map.of());
  }

  public Event withId(String id) {
    return new Event(type, id, source, subject, time, data, extensions);
  }

  public Event withSource(URI source) {
    return new Event(type, id, source, subject, time, data, extensions);
  }

  public Event withSubject(String subject) {
    return new Event(type, id, source, subject, time, data, extensions);
  }

  public Event withTime(Instant time) {
    return new Event(type, id, source, subject, time, data, extensions);
  }

  /**
   * The same with data.
   *
   * @param json sent as it is; webhooks receive these very bytes
   */
  public Event withData(String json) {
    return new Event(type, id, source, subject, time, json, extensions);
  }

  /**
   * The same with one more attribute.
   *
   * @param name 1 to 20 lower case letters and digits
   */
  public Event withExtension(String name, String value) {
    var more = new LinkedHashMap<>(extensions);
    more.put(name, value);
    return new Event(type, id, source, subject, time, data, more);
  }

  /** As a structured CloudEvent. */
  String json() {
    var text = new StringBuilder("{\"specversion\":\"1.0\"");
    member(text, "type", type);
    member(text, "id", id);
    member(text, "source", source);
    member(text, "subject", subject);
    member(text, "time", time);
    extensions.forEach((name, value) -> member(text, name, value));
    if (data != null) {
      text.append(",\"data\":").append(data);
    }
    return text.append('}').toString();
  }

  private static void member(StringBuilder text, String name, @Nullable Object value) {
    if (value != null) {
      text.append(',');
      string(text, name);
      text.append(':');
      string(text, value.toString());
    }
  }

  private static void string(StringBuilder text, String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      char one = value.charAt(i);
      if (one == '"' || one == '\\') {
        text.append('\\').append(one);
      } else if (one < ' ') {
        text.append(String.format("\\u%04x", (int) one));
      } else {
        text.append(one);
      }
    }
    text.append('"');
  }
}
