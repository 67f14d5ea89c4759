package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.tenant.TenantId;

/**
 * Who asks for what: a customer's user, through an application.
 *
 * @param partition of the application; it sees the hooks of this one only
 */
record Visit(TenantId tenant, Actor actor, String partition) {

  static Visit of(Request request, Caller caller) {
    var tenant = caller.tenant();
    if (tenant == null) {
      throw new IllegalStateException("a caller without a customer");
    }
    return new Visit(
        tenant, caller.actor(), Associates.partition(request.header("so-apptoken").orElse("")));
  }

  /** The number of the caller as a user. */
  int associate() {
    return Associates.id(actor.name());
  }
}
