package dev.belfry.engine.store;

import org.jspecify.annotations.Nullable;

/** All readers were taken for too long; the same call may succeed later. */
public final class StoreBusy extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreBusy(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
