package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The body of a request: members by name, each read strictly; null is as good as absent. */
final class Body {

  /** All members that a webhook has anywhere (section 4). */
  private static final Set<String> KNOWN =
      Set.of(
          "id",
          "name",
          "scope",
          "scopeObjectId",
          "subscope",
          "events",
          "callbackUrl",
          "version",
          "customHeaders",
          "enabled",
          "status",
          "disabledDetails",
          "sharedSecret",
          "apiClientId",
          "apiClientName",
          "stats",
          "createdAt",
          "modifiedAt");

  private final ObjectNode json;

  private Body(ObjectNode json) {
    this.json = json;
  }

  /**
   * Reads a webhook, in the order of checks of section 13.2: content type, syntax, members.
   *
   * @throws Problem for what is wrong first
   */
  static Body of(Request request) {
    checkContentType(request);
    if (request.body().length == 0) {
      throw Problem.bodyRequired();
    }
    if (!(Json.read(request.body()) instanceof ObjectNode json)) {
      throw Problem.unreadable("the body must be a JSON object");
    }
    var body = new Body(json);
    checkNames(json, KNOWN);
    return body;
  }

  private static void checkContentType(Request request) {
    var type =
        request
            .header("content-type")
            .filter(given -> !given.isBlank())
            .orElseThrow(() -> Problem.header("Content-Type"));
    var end = type.indexOf(';');
    var media = (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    if (!media.equals("application/json")) {
      throw Problem.contentType();
    }
  }

  private static void checkNames(ObjectNode object, Set<String> known) {
    for (var name : object.propertyNames()) {
      if (!known.contains(name)) {
        var shown = name.length() > 100 ? name.substring(0, 100) + "…" : name;
        throw Problem.unreadable("Unknown attribute \"" + shown + "\" found");
      }
    }
  }

  boolean has(String name) {
    return get(name) != null;
  }

  @Nullable JsonNode get(String name) {
    var value = json.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** Those of {@code names} that are there. */
  List<String> present(List<String> names) {
    return names.stream().filter(this::has).toList();
  }

  @Nullable String text(String name) {
    var value = get(name);
    if (value != null && !value.isString()) {
      throw wrongType(name, "a string");
    }
    return value == null ? null : value.stringValue();
  }

  @Nullable Boolean flag(String name) {
    var value = get(name);
    if (value != null && !value.isBoolean()) {
      throw wrongType(name, "true or false");
    }
    return value == null ? null : value.booleanValue();
  }

  /** A positive whole number, or its digits in a string (item 33). */
  @Nullable Long id(String name) {
    var value = get(name);
    if (value == null) {
      return null;
    }
    var id = idIn(value);
    if (id == null) {
      throw value.isNumber() || value.isString()
          ? Problem.value(name, value.asString())
          : wrongType(name, "a number");
    }
    return id;
  }

  static @Nullable Long idIn(JsonNode value) {
    if (value.isString() && value.stringValue().matches("[0-9]{1,18}")) {
      var id = Long.parseLong(value.stringValue());
      return id > 0 ? id : null;
    }
    return value.isIntegralNumber() && value.canConvertToLong() && value.longValue() > 0
        ? value.longValue()
        : null;
  }

  /** The patterns of {@code events}; whether they are known is not looked at. */
  @Nullable List<String> patterns() {
    var value = get("events");
    if (value == null) {
      return null;
    }
    if (!value.isArray() || value.isEmpty()) {
      throw Problem.value("events", value.toString());
    }
    if (value.size() > Choices.MOST_PATTERNS) {
      throw Problem.tooMany("webhook.events");
    }
    var patterns = new ArrayList<String>();
    for (var one : value) {
      if (one.isNull()) {
        throw Problem.nulls("events");
      }
      if (!one.isString()) {
        throw Problem.value("events", one.toString());
      }
      patterns.add(one.stringValue());
    }
    return patterns;
  }

  /** The columns of {@code subscope}. */
  @Nullable List<Long> columnIds() {
    var value = get("subscope");
    if (value == null) {
      return null;
    }
    if (!(value instanceof ObjectNode subscope)) {
      throw wrongType("subscope", "an object");
    }
    checkNames(subscope, Set.of("columnIds"));
    var list = subscope.get("columnIds");
    if (list == null || list.isNull()) {
      throw Problem.missing("subscope.columnIds");
    }
    if (!list.isArray()) {
      throw wrongType("subscope.columnIds", "an array");
    }
    if (list.size() > Choices.MOST_COLUMNS) {
      throw Problem.tooMany("webhook.subscope.columnIds");
    }
    var columns = new ArrayList<Long>();
    for (var one : list) {
      if (one.isNull()) {
        throw Problem.nulls("subscope.columnIds");
      }
      var id = idIn(one);
      if (id == null) {
        throw Problem.value("subscope.columnIds", one.toString());
      }
      columns.add(id);
    }
    return columns;
  }

  static Problem wrongType(String name, String wanted) {
    return Problem.unreadable("webhook." + name + " must be " + wanted);
  }
}
