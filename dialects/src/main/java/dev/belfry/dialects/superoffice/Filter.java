package dev.belfry.dialects.superoffice;

import dev.belfry.engine.webhook.Webhook;
import org.jspecify.annotations.Nullable;

/**
 * Which hooks a list shall have (section 4.5): all filters that are given must hold.
 *
 * @param name null for any
 * @param event what the engine matches by; null for any
 * @param state {@link State#UNKNOWN} for any
 */
record Filter(@Nullable String name, @Nullable String event, State state) {

  /**
   * @throws Problem 400 for a status that there is not
   */
  static Filter of(@Nullable String name, @Nullable String event, @Nullable String status) {
    return new Filter(
        name == null || name.isEmpty() ? null : name,
        event == null || event.isEmpty() ? null : EventNames.type(event),
        status == null || status.isBlank()
            ? State.UNKNOWN
            : State.parse(status.strip())
                .orElseThrow(() ->
                    Problem.stack(
                        400,
                        "The request is invalid.",
                        "statusFilter must be Unknown, Active, Stopped or TooManyErrors.")));
  }

  boolean passes(Webhook webhook) {
    var registration = webhook.registration();
    return (name == null || name.equalsIgnoreCase(registration.name()))
        && (state == State.UNKNOWN || state == State.of(registration))
        && (event == null
            || Details.of(registration).hook().events().stream()
                .anyMatch(one -> EventNames.type(one).equals(event)));
  }
}
