package dev.belfry.dialects.smartsheet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a change may name but not change (section 5.4): clients send back what they read, so a value
 * equal to the one there is passed over.
 *
 * @param shown the webhook as it is read now, dates as text
 */
record ReadOnly(ObjectNode shown) {

  private static final List<String> FIXED =
      List.of(
          "id",
          "scope",
          "scopeObjectId",
          "subscope",
          "status",
          "disabledDetails",
          "sharedSecret",
          "apiClientId",
          "apiClientName",
          "createdAt",
          "modifiedAt");

  /**
   * @throws Problem naming all that would change
   */
  void check(Body body) {
    var differing = new ArrayList<String>();
    for (var name : FIXED) {
      var given = body.get(name);
      if (given != null && !isSame(name, given)) {
        differing.add(name);
      }
    }
    if (!differing.isEmpty()) {
      throw Problem.notAllowed(list(differing));
    }
  }

  static String list(List<String> names) {
    return names.stream().map(name -> "webhook." + name).collect(Collectors.joining(", "));
  }

  private boolean isSame(String name, JsonNode given) {
    var now = shown.get(name);
    if (now == null) {
      return false;
    }
    return switch (name) {
      case "createdAt", "modifiedAt" -> isSameTime(given, now.stringValue());
      case "id", "scopeObjectId" ->
          java.util.Objects.equals(Body.idIn(given), Long.valueOf(now.longValue()));
      case "subscope" -> given.toString().equals(now.toString());
      default -> given.isString() && given.stringValue().equals(now.stringValue());
    };
  }

  /** As text with any fraction and offset, or as milliseconds. */
  private static boolean isSameTime(JsonNode given, String now) {
    var at =
        given.isIntegralNumber() && given.canConvertToLong()
            ? java.util.Optional.of(Instant.ofEpochMilli(given.asLong()))
            : given.isString()
                ? Dates.parse(given.stringValue())
                : java.util.Optional.<Instant>empty();
    return at.map(Dates::inAnswers).filter(now::equals).isPresent();
  }
}
