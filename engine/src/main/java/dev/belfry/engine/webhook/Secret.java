package dev.belfry.engine.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What requests are signed with, in the dialect's form.
 *
 * @param text as the dialect writes it; never shown in {@link #toString}
 * @param validUntil null for the one in force; for those before, until when they sign too
 */
public record Secret(String text, @Nullable Instant validUntil) {

  /** Whether it still signs at {@code now}. */
  public boolean signsAt(Instant now) {
    return validUntil == null || now.isBefore(validUntil);
  }

  @Override
  public String toString() {
    return "Secret[validUntil=" + validUntil + "]";
  }
}
