package dev.belfry.engine.webhook;

import java.util.Locale;

/** Whether a webhook is owed events, and whether they go out. */
public enum WebhookState {
  /** Its target has not proved yet that it wants the requests: owed nothing. */
  UNVERIFIED,
  /** Owed events, delivered. */
  ACTIVE,
  /** By its owner: owed events, which wait. */
  PAUSED,
  /** By Belfry, with a reason, or by its owner in a vendor's dialect: owed nothing. */
  DISABLED;

  /** Whether events are matched to it. */
  public boolean matches() {
    return this == ACTIVE || this == PAUSED;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
