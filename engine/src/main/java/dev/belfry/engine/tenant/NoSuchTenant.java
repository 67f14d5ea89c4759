package dev.belfry.engine.tenant;

/** There is no tenant of this id. */
public final class NoSuchTenant extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NoSuchTenant(String message) {
    super(message);
  }
}
