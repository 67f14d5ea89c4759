package dev.belfry.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be opened as asked: wrong key, newer schema, weaker settings, another process.
 * The message tells the operator what to do.
 */
public final class StoreRefused extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreRefused(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
