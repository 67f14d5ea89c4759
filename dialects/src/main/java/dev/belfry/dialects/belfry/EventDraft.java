package dev.belfry.dialects.belfry;

import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An event as far as it has been read, in whichever mode; says what is wrong with each part. */
final class EventDraft {

  private final String pointer;
  private final Faults faults;

  private @Nullable String id;
  private @Nullable String source;
  private @Nullable String type;
  private @Nullable String subject;
  private @Nullable String time;
  private @Nullable String dataContentType;
  private @Nullable String dataSchema;
  private @Nullable Map<String, Object> extensions;
  private Data data = Data.NONE;
  private boolean typeSeen;

  /**
   * @param pointer where the event is in what was sent
   */
  EventDraft(String pointer, Faults faults) {
    this.pointer = pointer;
    this.faults = faults;
  }

  /** Whether {@code name} is an attribute that CloudEvents itself defines; they are all texts. */
  static boolean isDefined(String name) {
    return switch (name) {
      case "specversion",
          "id",
          "source",
          "type",
          "subject",
          "time",
          "datacontenttype",
          "dataschema" ->
          true;
      default -> false;
    };
  }

  /** Takes the value of an attribute that {@link #isDefined}. */
  void attribute(String name, String value) {
    switch (name) {
      case "specversion" -> check(name, CloudEventRules.specVersion(value));
      case "id" -> {
        check(name, CloudEventRules.text(value, CloudEventRules.LONGEST_ID));
        id = value;
      }
      case "source" -> {
        check(name, CloudEventRules.source(value));
        source = value;
      }
      case "type" -> {
        typeSeen = true;
        check(name, CloudEventRules.type(value));
        type = value;
      }
      case "subject" -> {
        check(name, CloudEventRules.text(value, CloudEventRules.LONGEST_TEXT));
        subject = value;
      }
      case "time" -> {
        check(name, CloudEventRules.time(value));
        time = value;
      }
      case "datacontenttype" -> {
        check(name, CloudEventRules.dataContentType(value));
        dataContentType = value;
      }
      case "dataschema" -> {
        check(name, CloudEventRules.dataSchema(value));
        dataSchema = value;
      }
      default -> throw new IllegalArgumentException("not defined by CloudEvents");
    }
  }

  /**
   * Takes an extension.
   *
   * @param value a {@link String}, {@link Boolean} or {@link Integer}
   */
  void extension(String name, Object value) {
    if (value instanceof String text) {
      check(name, CloudEventRules.anyText(text, CloudEventRules.LONGEST_TEXT));
    }
    var all = extensions;
    if (all == null) {
      all = new LinkedHashMap<>();
      extensions = all;
    }
    all.put(name, value);
    if (all.size() == CloudEventRules.MOST_EXTENSIONS + 1) {
      faults.add(
          pointer,
          "must have at most " + CloudEventRules.MOST_EXTENSIONS + " extension attributes");
    }
  }

  void data(Data given) {
    data = given;
  }

  /** Notes what is wrong with a member; null for nothing. */
  void check(String name, @Nullable String fault) {
    if (fault != null) {
      if (name.equals("type")) {
        typeSeen = true;
      }
      faults.add(Faults.pointer(pointer, name), fault);
    }
  }

  /** What stands for an event that could not be read at all. */
  NewEvent none() {
    typeSeen = true;
    return finish();
  }

  /** The event, if nothing that was noted makes it void. */
  NewEvent finish() {
    if (!typeSeen) {
      faults.add(pointer + "/type", "is required");
    }
    return new NewEvent(
        new Attributes(
            id,
            source,
            type == null ? "" : type,
            subject,
            time,
            dataContentType,
            dataSchema,
            extensions == null ? Map.of() : extensions),
        data);
  }
}
