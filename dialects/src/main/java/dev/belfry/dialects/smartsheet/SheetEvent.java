package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What happened on a sheet, in the vendor's members (section 9.3). Only those go out: never a
 * cell's value or a name, whatever the sender's data holds.
 *
 * @param objectType {@code row}, {@code cell}, …
 * @param eventType {@code created}, {@code updated} or {@code deleted}
 * @param data as the sender gave it; empty if that is no object
 */
record SheetEvent(String objectType, String eventType, JsonNode data) {

  private static final int LONGEST_AGENT = 512;

  static SheetEvent of(String type, Data data) {
    var dot = type.indexOf('.');
    var read =
        data.kind() == Data.Kind.JSON && Json.read(data.bytes()) instanceof ObjectNode object
            ? object
            : Json.object();
    return new SheetEvent(type.substring(0, dot), type.substring(dot + 1), read);
  }

  /**
   * Whether it is about the columns that a webhook watches. Rows tell in {@code columnIds} which
   * columns they touch; a deleted one touches all.
   */
  boolean touches(Details details) {
    var watched = details.columnIds() == null ? List.<Long>of() : details.columnIds();
    return switch (objectType) {
      case "cell" -> id("columnId").filter(watched::contains).isPresent();
      case "column" -> id("id").filter(watched::contains).isPresent();
      case "row" ->
          eventType.equals("deleted")
              || data.path("columnIds")
                  .valueStream()
                  .flatMap(one -> Stream.ofNullable(Body.idIn(one)))
                  .anyMatch(watched::contains);
      default -> false;
    };
  }

  /**
   * As it stands in a callback.
   *
   * @param sheet what it is about if it names no object itself
   */
  ObjectNode shown(Event event, long sheet) {
    var json = Json.object().put("objectType", objectType).put("eventType", eventType);
    if (objectType.equals("cell")) {
      id("rowId").ifPresent(id -> json.put("rowId", id));
      id("columnId").ifPresent(id -> json.put("columnId", id));
    } else {
      id("id")
          .or(() -> objectType.equals("sheet") ? Optional.of(sheet) : Optional.empty())
          .ifPresent(id -> json.put("id", id));
    }
    id("userId").ifPresent(id -> json.put("userId", id));
    var agent = data.path("changeAgent").asString("");
    if (!agent.isEmpty()) {
      json.put("changeAgent", tail(agent));
    }
    return json.put("timestamp", Dates.ofEvent(EventTimes.of(event, data)));
  }

  /** The beginning of a long trail is cut off (section 11.9). */
  private static String tail(String agent) {
    var length = agent.codePointCount(0, agent.length());
    return length <= LONGEST_AGENT
        ? agent
        : agent.substring(agent.offsetByCodePoints(0, length - LONGEST_AGENT));
  }

  private Optional<Long> id(String name) {
    var value = data.get(name);
    return value == null ? Optional.empty() : Optional.ofNullable(Body.idIn(value));
  }
}
