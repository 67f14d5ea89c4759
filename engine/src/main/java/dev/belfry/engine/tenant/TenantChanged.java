package dev.belfry.engine.tenant;

/** The tenant is not in the version that was expected. */
public final class TenantChanged extends RuntimeException {
  private static final long serialVersionUID = 1;

  public TenantChanged(String message) {
    super(message);
  }
}
