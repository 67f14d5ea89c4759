package dev.belfry.engine.tenant;

/** The id is another tenant's already. */
public final class TenantTaken extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TenantTaken(String message) {
    super(message);
  }
}
