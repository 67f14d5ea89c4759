package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.egress.HeaderRules;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The headers that a plan's webhook adds to every request (section 12.2). */
final class CustomHeaders {

  private static final Set<String> OURS =
      Set.of("host", "content-length", "content-type", "transfer-encoding", "connection");

  private CustomHeaders() {}

  /**
   * @throws Problem if one of them may not be set
   */
  static Map<String, String> read(JsonNode given) {
    if (!(given instanceof ObjectNode object)) {
      throw Body.wrongType("customHeaders", "an object");
    }
    if (object.size() > Choices.MOST_HEADERS) {
      throw Problem.tooMany("webhook.customHeaders");
    }
    var headers = new LinkedHashMap<String, String>();
    var seen = new java.util.HashSet<String>();
    var size = 0;
    for (var entry : object.properties()) {
      if (!entry.getValue().isString()) {
        throw Body.wrongType("customHeaders", "strings by name");
      }
      var name = entry.getKey();
      var value = entry.getValue().stringValue();
      var lower = name.toLowerCase(Locale.ROOT);
      if (OURS.contains(lower)
          || lower.startsWith("smartsheet-")
          || !seen.add(lower)
          || HeaderRules.faultInRequest(name, value).isPresent()) {
        throw Problem.value("customHeaders", name);
      }
      size += name.length() + value.length();
      headers.put(name, value);
    }
    if (size > Choices.LARGEST_HEADERS) {
      throw Problem.value("customHeaders", size + " characters");
    }
    return headers;
  }
}
