package dev.belfry.engine.replay;

import dev.belfry.engine.id.Id;
import java.util.Optional;

/** The id of a {@link Replay}, written {@code rpl_…}. */
public record ReplayId(long value) {

  private static final String PREFIX = "rpl_";

  public static Optional<ReplayId> parse(String text) {
    var number = Id.parse(PREFIX, text);
    return number.isPresent() ? Optional.of(new ReplayId(number.getAsLong())) : Optional.empty();
  }

  @Override
  public String toString() {
    return Id.text(PREFIX, value);
  }
}
