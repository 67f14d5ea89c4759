package dev.belfry.server.console.session;

import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;

/** For whom pages are shown. */
public sealed interface Who {

  /** Signed in with the operator's key: sees all tenants. */
  record Operator() implements Who {}

  /** Signed in with a tenant's key: sees that tenant, as long as the key is in force. */
  record KeyHolder(TenantId tenant, String key) implements Who {}

  /** Came by a portal link. */
  record Guest(TenantId tenant, boolean readOnly, String theme, Instant until) implements Who {}
}
