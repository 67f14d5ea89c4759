package dev.belfry.engine.schema;

/** The tenant has as many event types as it may. */
public final class TooManyTypes extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooManyTypes() {
    super("there are " + EventTypes.MOST + " event types already", null, false, false);
  }
}
