package dev.belfry.engine.event;

import org.jspecify.annotations.Nullable;

/**
 * What an event that is looked for is like; null asks for nothing in particular.
 *
 * @param type this one, or with a {@code *} at its end all that begin with what stands before it
 * @param subject this one
 */
public record EventFilter(@Nullable String type, @Nullable String subject) {

  /** Fits every event. */
  public static final EventFilter ANY = new EventFilter(null, null);

  /** Whether there are events that do not fit. */
  public boolean chooses() {
    return type != null || subject != null;
  }

  /** The only type that fits; null if others may. */
  public @Nullable String oneType() {
    return type == null || type.endsWith("*") ? null : type;
  }

  /** What each type that fits begins with; null if there is only one, or any fits. */
  public @Nullable String stem() {
    return type != null && type.endsWith("*") ? type.substring(0, type.length() - 1) : null;
  }
}
