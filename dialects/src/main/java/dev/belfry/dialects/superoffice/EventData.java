package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.json.JsonReader;
import dev.belfry.engine.event.Data;
import org.jspecify.annotations.Nullable;

/**
 * What an event's data says of itself, as slices of what came in: {@code changes}, {@code values},
 * {@code fieldValues} and {@code changedByAssociateId}, all optional. What is of another type, and
 * anything else, is as good as not there: a sender's slip must not count against the receivers.
 *
 * @param changes a list of texts
 * @param values an object
 * @param fieldValues an object
 * @param changedBy 0 for the system
 */
record EventData(
    byte @Nullable [] changes,
    byte @Nullable [] values,
    byte @Nullable [] fieldValues,
    int changedBy) {

  static final EventData NONE = new EventData(null, null, null, 0);

  static EventData read(Data data) {
    return data.kind() == Data.Kind.JSON ? new Reading(data.bytes()).all() : NONE;
  }

  /** One reading. */
  private static final class Reading {
    private final JsonReader reader;
    private final int size;
    private byte @Nullable [] changes;
    private byte @Nullable [] values;
    private byte @Nullable [] fieldValues;
    private int changedBy;

    private Reading(byte[] bytes) {
      reader = new JsonReader(bytes);
      size = bytes.length;
    }

    private EventData all() {
      if (reader.peek() != JsonReader.Kind.OBJECT) {
        return NONE;
      }
      reader.beginObject();
      for (var name = reader.nextName(); name != null; name = reader.nextName()) {
        member(name);
      }
      return new EventData(changes, values, fieldValues, changedBy);
    }

    private void member(String name) {
      switch (name) {
        case "changes" -> changes = texts(slice(JsonReader.Kind.ARRAY));
        case "values" -> values = slice(JsonReader.Kind.OBJECT);
        case "fieldValues" -> fieldValues = slice(JsonReader.Kind.OBJECT);
        case "changedByAssociateId" -> changedBy = number(slice(JsonReader.Kind.NUMBER));
        default -> reader.skip();
      }
    }

    private byte @Nullable [] slice(JsonReader.Kind wanted) {
      if (reader.peek() != wanted) {
        reader.skip();
        return null;
      }
      return reader.slice(size);
    }

    private static int number(byte @Nullable [] digits) {
      try {
        return digits == null
            ? 0
            : Integer.parseInt(
                new String(digits, java.nio.charset.StandardCharsets.US_ASCII).strip());
      } catch (NumberFormatException _) {
        return 0;
      }
    }

    private static byte @Nullable [] texts(byte @Nullable [] array) {
      if (array == null) {
        return null;
      }
      var reader = new JsonReader(array);
      reader.peek();
      reader.beginArray();
      for (var first = true; reader.hasNext(first); first = false) {
        if (reader.peek() != JsonReader.Kind.STRING) {
          return null;
        }
        reader.skip();
      }
      return array;
    }
  }
}
