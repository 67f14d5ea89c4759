package dev.belfry.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * The disk has no room for what was to be written. Nothing of it was kept; what is stored already
 * stays, and the store goes on by itself once there is room.
 */
public final class StoreFull extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreFull(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
