package dev.belfry.engine.delivery;

/** The delivery, or its webhook, is in a state that does not allow it. */
public final class DeliveryStateForbids extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DeliveryStateForbids(String message) {
    super(message);
  }
}
