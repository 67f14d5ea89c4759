package dev.belfry.dialects.belfry;

import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.TenantId;

/** Holds events against the schemas of their types. */
final class Schemas {

  private Schemas() {}

  /**
   * @throws Problem 422 with all that is wrong, of all events
   */
  static void check(Engine engine, TenantId tenant, EventReader.Given given) {
    var faults = new Faults();
    for (int i = 0; i < given.events().size(); i++) {
      var pointer = given.pointer(i);
      engine
          .eventTypes()
          .faults(tenant, given.events().get(i))
          .forEach(fault -> faults.add(pointer + fault.pointer(), fault.detail()));
    }
    faults.throwIfAny();
  }
}
