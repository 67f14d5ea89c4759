package dev.belfry.engine.webhook;

import java.util.Locale;

/**
 * One of the things that decide whether a webhook is owed an event.
 *
 * @param passed whether it speaks for it
 * @param detail one sentence for a person
 */
public record Point(What what, boolean passed, String detail) {

  /** What is looked at, in the order that tells the reason. */
  public enum What {
    TYPE,
    SCOPE,
    FILTER,
    STATE,
    CREATED_LATER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
