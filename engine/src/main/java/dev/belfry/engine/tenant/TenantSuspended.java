package dev.belfry.engine.tenant;

/** Nothing goes out for this tenant at the moment. */
public final class TenantSuspended extends RuntimeException {
  private static final long serialVersionUID = 1;

  TenantSuspended(TenantId id) {
    super(
        "tenant "
            + id
            + " is suspended, so nothing is sent for it; the operator can lift the suspension");
  }
}
