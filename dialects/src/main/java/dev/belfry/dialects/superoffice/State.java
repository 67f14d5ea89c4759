package dev.belfry.dialects.superoffice;

import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.WebhookState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The vendor's states; with their numbers (section 4.1). */
enum State {
  UNKNOWN(0, "Unknown"),
  ACTIVE(1, "Active"),
  STOPPED(2, "Stopped"),
  TOO_MANY_ERRORS(3, "TooManyErrors");

  /** Why a stopped webhook is disabled in the engine. */
  private static final String BY_ITS_OWNER = "stopped";

  /** Why one with too many errors is. */
  static final String ERRORS = "too_many_errors";

  private final int number;
  private final String text;

  State(int number, String text) {
    this.number = number;
    this.text = text;
  }

  int number() {
    return number;
  }

  /** As on the wire. */
  String text() {
    return text;
  }

  /** By name in any case, or by number. */
  static Optional<State> parse(String given) {
    for (var state : values()) {
      if (state.text.equalsIgnoreCase(given) || given.equals(String.valueOf(state.number))) {
        return Optional.of(state);
      }
    }
    return Optional.empty();
  }

  /** One that was paused through our own API is owed events still, so it is active here. */
  static State of(Registration registration) {
    if (registration.state() != WebhookState.DISABLED) {
      return ACTIVE;
    }
    return BY_ITS_OWNER.equals(registration.stateReason()) ? STOPPED : TOO_MANY_ERRORS;
  }

  /** The engine's state for this one. */
  WebhookState inEngine() {
    return this == STOPPED || this == TOO_MANY_ERRORS ? WebhookState.DISABLED : WebhookState.ACTIVE;
  }

  @Nullable String reason() {
    return switch (this) {
      case UNKNOWN, ACTIVE -> null;
      case STOPPED -> BY_ITS_OWNER;
      case TOO_MANY_ERRORS -> ERRORS;
    };
  }
}
