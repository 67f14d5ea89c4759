package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.event.Event;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** When something happened: as its data says, else as the event says, else when it was accepted. */
final class EventTimes {

  private EventTimes() {}

  static Instant of(Event event, JsonNode data) {
    var said = data.path("timestamp");
    var inData =
        said.isIntegralNumber() && said.canConvertToLong() && said.longValue() >= 0
            ? Optional.of(Instant.ofEpochMilli(Math.min(said.longValue(), 253_402_300_799_999L)))
            : Dates.parse(said.asString(""));
    return inData
        .or(() -> Optional.ofNullable(event.attributes().time()).flatMap(Dates::parse))
        .orElse(event.acceptedAt());
  }
}
