package dev.belfry.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * Reading, writing or syncing failed. Nothing may be acknowledged any more: the process must end.
 */
public final class StoreBroken extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreBroken(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
