package dev.belfry.dialects.belfry;

import dev.belfry.dialects.json.JsonReader;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Reads events in CloudEvents' JSON form, alone or in a batch, in one pass over the bytes; {@code
 * data} is kept as it came in.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md">
 *     CloudEvents 1.0.2, JSON format</a>
 */
final class StructuredEvents {

  /** More members than this are not looked at one by one. */
  private static final int MOST_MEMBERS = 256;

  private final JsonReader json;
  private final int mostData;
  private final Faults faults = new Faults();

  /**
   * @param mostData bytes that the data of one event may have
   */
  StructuredEvents(byte[] body, int mostData) {
    this.json = new JsonReader(body);
    this.mostData = mostData;
  }

  /** Whether the body is an array. */
  boolean isBatch() {
    return json.peek() == JsonReader.Kind.ARRAY;
  }

  /**
   * @throws Problem 422 with all that is wrong, or 413
   */
  NewEvent readOne() {
    var event = event("");
    json.end();
    faults.throwIfAny();
    return event;
  }

  /**
   * @param most how many events there may be
   * @throws Problem 422 with all that is wrong, or 413
   */
  List<NewEvent> readBatch(int most) {
    var events = new ArrayList<NewEvent>();
    json.beginArray();
    for (var first = true; json.hasNext(first); first = false) {
      if (events.size() == most) {
        throw Problem.of(413, "A batch may have at most " + most + " events.");
      }
      events.add(event("/" + events.size()));
    }
    json.end();
    faults.throwIfAny();
    return events;
  }

  private NewEvent event(String pointer) {
    var draft = new EventDraft(pointer, faults);
    if (json.peek() != JsonReader.Kind.OBJECT) {
      json.skip();
      faults.add(pointer, "must be an object");
      return draft.none();
    }
    json.beginObject();
    var members = 0;
    var hasData = false;
    for (var name = json.nextName(); name != null; name = json.nextName()) {
      if (++members > MOST_MEMBERS) {
        throw Problem.invalid(pointer, "must have at most " + MOST_MEMBERS + " members");
      }
      switch (name) {
        case "data" -> {
          oneOf(draft, hasData, name);
          hasData = true;
          draft.data(Data.json(json.slice(mostData)));
        }
        case "data_base64" -> {
          if (json.peek() == JsonReader.Kind.NULL) {
            json.nothing();
          } else {
            oneOf(draft, hasData, name);
            hasData = true;
            base64(draft);
          }
        }
        default -> member(draft, name);
      }
    }
    return draft.finish();
  }

  private static void oneOf(EventDraft draft, boolean hasData, String name) {
    draft.check(name, hasData ? "must not stand beside the other of data and data_base64" : null);
  }

  private void member(EventDraft draft, String name) {
    var isDefined = EventDraft.isDefined(name);
    if (!isDefined && !CloudEventRules.isName(name)) {
      json.skip();
      draft.check(name, "is not known; extension attributes have names of 1 to 20 of a-z and 0-9");
      return;
    }
    switch (json.peek()) {
      case STRING -> {
        var value = json.string();
        if (isDefined) {
          draft.attribute(name, value);
        } else {
          draft.extension(name, value);
        }
      }
      case NULL -> {
        json.nothing();
        draft.check(name, name.equals("type") ? "is required" : null);
      }
      case BOOLEAN -> {
        var value = json.bool();
        if (isDefined) {
          draft.check(name, "must be a string");
        } else {
          draft.extension(name, value);
        }
      }
      case NUMBER -> number(draft, name, isDefined, json.number());
      case OBJECT, ARRAY -> {
        json.skip();
        draft.check(
            name, isDefined ? "must be a string" : "must be a string, a boolean or an integer");
      }
    }
  }

  private static void number(EventDraft draft, String name, boolean isDefined, String value) {
    if (isDefined) {
      draft.check(name, "must be a string");
      return;
    }
    try {
      draft.extension(name, Integer.valueOf(value));
    } catch (NumberFormatException _) {
      draft.check(name, "must be a whole number of 32 bits, if a number");
    }
  }

  private void base64(EventDraft draft) {
    if (json.peek() != JsonReader.Kind.STRING) {
      json.skip();
      draft.check("data_base64", "must be a string of Base64");
      return;
    }
    try {
      var bytes = Base64.getDecoder().decode(json.string());
      if (bytes.length > mostData) {
        throw EventReader.tooLarge(mostData);
      }
      draft.data(Data.binary(bytes));
    } catch (IllegalArgumentException _) {
      draft.check("data_base64", "must be Base64 (RFC 4648, section 4)");
    }
  }
}
