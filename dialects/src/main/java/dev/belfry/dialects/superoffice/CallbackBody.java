package dev.belfry.dialects.superoffice;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.belfry.dialects.json.JsonReader;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The body that receivers get (section 6.2). */
final class CallbackBody {

  private static final byte[] EMPTY_LIST = "[]".getBytes(US_ASCII);
  private static final byte[] EMPTY_OBJECT = "{}".getBytes(US_ASCII);

  /** Properties of these names, in any case, are left out. */
  private static final Set<String> STANDARD = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    STANDARD.addAll(
        Set.of(
            "EventId",
            "Timestamp",
            "Changes",
            "Event",
            "PrimaryKey",
            "Entity",
            "ContextIdentifier",
            "ChangedByAssociateId",
            "WebhookName",
            "Values",
            "FieldValues"));
  }

  private CallbackBody() {}

  /**
   * What happened, before it is known who is told.
   *
   * @param name as it was raised
   */
  record Happened(
      String eventId, Instant at, String name, int primaryKey, String tenant, EventData data) {}

  /**
   * What one hook is told of it.
   *
   * @param hookName {@code WebhookName}
   * @param properties the hook's, an object; null if it has none
   */
  static byte[] write(
      Happened happened,
      String hookName,
      byte @Nullable [] properties,
      SuperOfficeSettings.Properties place) {
    var data = happened.data;
    var deleted = EventNames.isDeleted(happened.name);
    var body =
        new Indenting(512 + size(data.changes()) + 2 * size(data.fieldValues()) + size(properties))
            .text("EventId", happened.eventId)
            .text("Timestamp", Dates.UTC.text(happened.at))
            .json("Changes", deleted || data.changes() == null ? EMPTY_LIST : data.changes())
            .text("Event", happened.name)
            .number("PrimaryKey", happened.primaryKey)
            .text("Entity", EventNames.entity(happened.name))
            .text("ContextIdentifier", happened.tenant)
            .number("ChangedByAssociateId", data.changedBy())
            .text("WebhookName", hookName);
    if (deleted) {
      body.json("Values", data.values() == null ? EMPTY_OBJECT : data.values());
    }
    if (data.fieldValues() != null) {
      body.json("FieldValues", data.fieldValues());
    }
    if (properties != null) {
      switch (place) {
        case TOP -> each(properties, body);
        case NESTED -> body.json("Properties", properties);
      }
    }
    return body.end();
  }

  private static void each(byte[] properties, Indenting body) {
    var reader = new JsonReader(properties);
    reader.peek();
    reader.beginObject();
    for (var name = reader.nextName(); name != null; name = reader.nextName()) {
      var value = reader.slice(properties.length);
      if (!STANDARD.contains(name)) {
        body.json(name, value);
      }
    }
  }

  private static int size(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
