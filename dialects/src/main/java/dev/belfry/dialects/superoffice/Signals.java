package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.tenant.TenantId;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Raises events (section 6.3): what is accepted here is on disk. */
final class Signals {

  private final Engine engine;

  Signals(Engine engine) {
    this.engine = engine;
  }

  /**
   * Raises what a client signals: names of the data only, but of what is deleted its values.
   *
   * @throws Problem 400 if the name is no name
   */
  void raise(Visit visit, String name, int primaryKey, ObjectNode data) {
    var fault = EventNames.faultInRaised(name);
    if (!fault.isEmpty()) {
      throw Problem.refused("The EventName " + fault + ".");
    }
    var told = Json.object();
    if (EventNames.isDeleted(name.strip())) {
      told.set("values", data);
    } else {
      var changes = told.putArray("changes");
      data.propertyNames().forEach(changes::add);
    }
    told.put("changedByAssociateId", visit.associate());
    raise(visit.tenant(), name.strip(), primaryKey, told);
  }

  /**
   * Raises an event.
   *
   * @param name in any case; receivers see it so
   * @param data as {@link EventData} reads it
   */
  void raise(TenantId tenant, String name, int primaryKey, ObjectNode data) {
    var bytes = Json.write(data);
    Json.read(bytes); // what XML and forms can build must be what JSON can say
    var type = EventNames.type(name);
    Map<String, Object> extensions =
        EventNames.ofType(type).equals(name) ? Map.of() : Map.of(SuperOfficeCallback.NAME, name);
    var attributes =
        new Attributes(
            null,
            null,
            type,
            EventNames.entity(EventNames.ofType(type)) + "/" + primaryKey,
            null,
            "application/json",
            null,
            extensions);
    engine.acceptance().accept(tenant, List.of(new NewEvent(attributes, Data.json(bytes))));
  }
}
