package dev.belfry.dialects.belfry;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the members of an object. What is wrong is noted, and read as absent; null is the same as
 * absent.
 */
final class Members {

  private final ObjectNode object;
  private final String pointer;
  private final Faults faults;

  /**
   * @param known all members there may be; others are noted
   */
  Members(ObjectNode object, String pointer, Faults faults, Set<String> known) {
    this.object = object;
    this.pointer = pointer;
    this.faults = faults;
    for (var name : object.propertyNames()) {
      if (!known.contains(name)) {
        fault(name, "is not known");
      }
    }
  }

  void fault(String name, String detail) {
    faults.add(pointer(name), detail);
  }

  String pointer(String name) {
    return Faults.pointer(pointer, name);
  }

  /** Whether the member is there and not null. */
  boolean has(String name) {
    return get(name) != null;
  }

  @Nullable JsonNode get(String name) {
    var value = object.get(name);
    return value == null || value.isNull() ? null : value;
  }

  @Nullable String text(String name, int longest) {
    var value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      fault(name, "must be a string");
      return null;
    }
    if (value.stringValue().length() > longest) {
      fault(name, "must have at most " + longest + " characters");
      return null;
    }
    return value.stringValue();
  }

  /** The same where null and absent stand for the empty text. */
  String textOrEmpty(String name, int longest) {
    var text = text(name, longest);
    return text == null ? "" : text;
  }

  /** A text that must be there. */
  String required(String name, int longest) {
    if (!has(name)) {
      fault(name, "is required");
      return "";
    }
    return textOrEmpty(name, longest);
  }

  /** Whether the member is there, as a text without characters. */
  boolean isEmptyText(String name) {
    var value = get(name);
    return value != null && value.isString() && value.stringValue().isEmpty();
  }

  @Nullable Boolean bool(String name) {
    var value = get(name);
    if (value != null && !value.isBoolean()) {
      fault(name, "must be true or false");
      return null;
    }
    return value == null ? null : value.booleanValue();
  }

  @Nullable Long whole(String name, long least, long most) {
    var value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isIntegralNumber()
        || !value.canConvertToLong()
        || value.longValue() < least
        || value.longValue() > most) {
      fault(name, "must be a whole number from " + least + " to " + most);
      return null;
    }
    return value.longValue();
  }

  @Nullable Double number(String name, double least, double most) {
    var value = get(name);
    if (value == null) {
      return null;
    }
    if (!value.isNumber() || !(value.asDouble() >= least && value.asDouble() <= most)) {
      fault(name, "must be a number from %s to %s".formatted(plain(least), plain(most)));
      return null;
    }
    return value.asDouble();
  }

  @Nullable Duration duration(String name, Duration least, Duration most) {
    var value = get(name);
    return value == null ? null : duration(value, pointer(name), least, most);
  }

  /** One that stands in a list. */
  @Nullable Duration duration(JsonNode value, String at, Duration least, Duration most) {
    var parsed = value.isString() ? Durations.parse(value.stringValue()).orElse(null) : null;
    if (parsed == null || parsed.compareTo(least) < 0 || parsed.compareTo(most) > 0) {
      faults.add(
          at,
          "must be a duration from %s to %s, such as 20s or 5m"
              .formatted(Durations.text(least), Durations.text(most)));
      return null;
    }
    return parsed;
  }

  /** A member that is an object itself. */
  @Nullable Members object(String name, Set<String> known) {
    var value = get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof ObjectNode inner) {
      return new Members(inner, pointer(name), faults, known);
    }
    fault(name, "must be an object or null");
    return null;
  }

  /** A member that is an array; null if it is absent. */
  @Nullable JsonNode array(String name) {
    var value = get(name);
    if (value != null && !value.isArray()) {
      fault(name, "must be an array");
      return null;
    }
    return value;
  }

  /** A member whose own members are texts, under any names. */
  Map<String, String> texts(String name, int most, int longestName, int longest) {
    var value = get(name);
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof ObjectNode inner)) {
      fault(name, "must be an object");
      return Map.of();
    }
    if (inner.size() > most) {
      fault(name, "must have at most " + most + " members");
      return Map.of();
    }
    var texts = new LinkedHashMap<String, String>();
    for (var entry : inner.properties()) {
      var at = Faults.pointer(pointer(name), entry.getKey());
      if (entry.getKey().isEmpty() || entry.getKey().length() > longestName) {
        faults.add(at, "must have a name of 1 to " + longestName + " characters");
      } else if (!entry.getValue().isString()
          || entry.getValue().stringValue().length() > longest) {
        faults.add(at, "must be a string of at most " + longest + " characters");
      } else {
        texts.put(entry.getKey(), entry.getValue().stringValue());
      }
    }
    return texts;
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
