package dev.belfry.engine.delivery;

/** The tenant has no delivery of this id. */
public final class NoSuchDelivery extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NoSuchDelivery(String message) {
    super(message);
  }
}
