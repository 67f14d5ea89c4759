package dev.belfry.engine.tenant;

import java.util.Locale;

/** What a key may do. */
public enum Scope {
  /** Every reading route. */
  READ,
  /** Hand in events. */
  SEND,
  /** All else; includes {@link #READ}. */
  MANAGE;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
