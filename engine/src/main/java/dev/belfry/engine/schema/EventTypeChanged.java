package dev.belfry.engine.schema;

/** The event type is not in the version that was expected. */
public final class EventTypeChanged extends RuntimeException {
  private static final long serialVersionUID = 1;

  EventTypeChanged() {
    super("the event type was changed meanwhile", null, false, false);
  }
}
