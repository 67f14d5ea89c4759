package dev.belfry.engine.event;

import dev.belfry.engine.id.Id;
import java.util.Optional;

/** The id of an event; written {@code evt_} and 26 characters. */
public record EventId(long value) implements Comparable<EventId> {

  private static final String PREFIX = "evt_";

  /** What {@code text} names, if it is such an id at all. */
  public static Optional<EventId> parse(String text) {
    var number = Id.parse(PREFIX, text);
    return number.isPresent() ? Optional.of(new EventId(number.getAsLong())) : Optional.empty();
  }

  @Override
  public int compareTo(EventId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Id.text(PREFIX, value);
  }
}
