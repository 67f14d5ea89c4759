package dev.belfry.engine.delivery;

import dev.belfry.engine.id.Id;
import java.util.Optional;

/** The id of a delivery; written {@code dlv_} and 26 characters. */
public record DeliveryId(long value) implements Comparable<DeliveryId> {

  private static final String PREFIX = "dlv_";

  /** What {@code text} names, if it is such an id at all. */
  public static Optional<DeliveryId> parse(String text) {
    var number = Id.parse(PREFIX, text);
    return number.isPresent() ? Optional.of(new DeliveryId(number.getAsLong())) : Optional.empty();
  }

  @Override
  public int compareTo(DeliveryId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Id.text(PREFIX, value);
  }
}
