package dev.belfry.engine.replay;

import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.webhook.TypePattern;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Which events a replay sends again.
 *
 * @param since inclusive, of the creation of what is taken
 * @param until exclusive
 * @param types of the events; empty for all
 * @param states in which their deliveries to the webhook are
 * @param unmatched also those that it has no delivery of and would be owed now
 */
public record Selection(
    Instant since,
    Instant until,
    List<TypePattern> types,
    Set<DeliveryState> states,
    boolean unmatched) {

  public Selection {
    types = List.copyOf(types);
    states = Set.copyOf(states);
  }

  boolean hasType(String type) {
    return types.isEmpty() || types.stream().anyMatch(pattern -> pattern.matches(type));
  }

  boolean hasTime(Instant at) {
    return !at.isBefore(since) && at.isBefore(until);
  }
}
