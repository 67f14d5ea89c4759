package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Caller;
import dev.belfry.engine.tenant.TenantId;
import tools.jackson.databind.node.ObjectNode;

/** Lists that span all tenants, for the operator who names none. */
final class Spans {

  private Spans() {}

  /** An item, with its tenant where that could be any. */
  static ObjectNode item(Caller caller, ObjectNode item, TenantId tenant) {
    return caller.tenant() == null ? item.put("tenant", tenant.value()) : item;
  }
}
