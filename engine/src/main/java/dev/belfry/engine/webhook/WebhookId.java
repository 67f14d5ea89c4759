package dev.belfry.engine.webhook;

import dev.belfry.engine.id.Id;
import java.util.Optional;

/** The id of a webhook; written {@code wh_} and 26 characters. */
public record WebhookId(long value) implements Comparable<WebhookId> {

  private static final String PREFIX = "wh_";

  /** What {@code text} names, if it is such an id at all. */
  public static Optional<WebhookId> parse(String text) {
    var number = Id.parse(PREFIX, text);
    return number.isPresent() ? Optional.of(new WebhookId(number.getAsLong())) : Optional.empty();
  }

  @Override
  public int compareTo(WebhookId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Id.text(PREFIX, value);
  }
}
