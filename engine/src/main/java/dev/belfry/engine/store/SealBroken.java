package dev.belfry.engine.store;

import org.jspecify.annotations.Nullable;

/** Sealed bytes do not open: damaged, sealed for something else, or under another key. */
public final class SealBroken extends RuntimeException {
  private static final long serialVersionUID = 1;

  SealBroken(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
