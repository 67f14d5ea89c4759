package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.json.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A body's members, and all that is wrong with them; those that nobody asks for are ignored. */
final class Members {

  private final JsonNode body;
  private final Map<String, String> faults = new LinkedHashMap<>();

  /**
   * @throws dev.belfry.dialects.json.MalformedJson if it is no JSON
   * @throws Problem if it is no object
   */
  Members(Request request) {
    body = Json.read(request.body());
    if (!body.isObject()) {
      throw Problem.badRequest("The body must be a JSON object.");
    }
  }

  boolean has(String name) {
    return body.has(name);
  }

  @Nullable JsonNode get(String name) {
    return body.get(name);
  }

  /** The string, {@code old} if the member is left out. */
  @Nullable String text(String name, @Nullable String old) {
    var value = body.get(name);
    if (value == null) {
      return old;
    }
    if (!value.isString()) {
      fault(name, "must be a string");
      return old;
    }
    return value.stringValue();
  }

  /** The boolean, {@code old} if the member is left out. */
  boolean flag(String name, boolean old) {
    var value = body.get(name);
    if (value == null) {
      return old;
    }
    if (!value.isBoolean()) {
      fault(name, "must be true or false");
      return old;
    }
    return value.booleanValue();
  }

  /**
   * Notes what is wrong with a member; the first thing noted stands.
   *
   * @param fault to follow the name: {@code must be …}
   */
  void fault(String name, String fault) {
    faults.putIfAbsent(name, fault);
  }

  void throwIfFaulty() {
    if (!faults.isEmpty()) {
      throw Problem.invalid(faults);
    }
  }
}
