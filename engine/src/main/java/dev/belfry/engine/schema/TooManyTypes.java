package dev.belfry.engine.schema;

/** The tenant has as many event types, or as much in their schemas, as it may. */
public final class TooManyTypes extends RuntimeException {
  private static final long serialVersionUID = 1;

  TooManyTypes(String message) {
    super(message, null, false, false);
  }
}
