package dev.belfry.engine.webhook;

/** What follows one another in the order of events; the names are kept in the store. */
public enum Order {
  /** The events of one subject. */
  SUBJECT
}
