package dev.belfry.engine.audit;

import dev.belfry.engine.id.Id;
import java.util.Optional;

/** The id of an audit row; written {@code aud_} and 26 characters. */
public record AuditId(long value) implements Comparable<AuditId> {

  private static final String PREFIX = "aud_";

  /** What {@code text} names, if it is such an id at all. */
  public static Optional<AuditId> parse(String text) {
    var number = Id.parse(PREFIX, text);
    return number.isPresent() ? Optional.of(new AuditId(number.getAsLong())) : Optional.empty();
  }

  @Override
  public int compareTo(AuditId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Id.text(PREFIX, value);
  }
}
