package dev.belfry.dialects.belfry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.belfry.delivery.CloudEventBody;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.event.Event;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** Events as we show them. */
final class EventJson {

  private EventJson() {}

  /** The CloudEvent in it is written as targets get it, its data as the bytes that came in. */
  static ObjectNode shown(Event event, Map<DeliveryState, Long> counts) {
    var json = Json.object();
    json.put("id", event.id().toString());
    json.put("acceptedAt", Times.text(event.acceptedAt()));
    json.putRawValue("event", new RawValue(new String(CloudEventBody.structured(event), UTF_8)));
    var deliveries = json.putObject("deliveries");
    for (var state : DeliveryState.values()) {
      deliveries.put(state.toString(), counts.getOrDefault(state, 0L));
    }
    return json;
  }
}
