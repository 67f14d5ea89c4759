package dev.belfry.engine.accept;

import dev.belfry.engine.event.EventId;

/**
 * An event is on disk with all that it owes.
 *
 * @param deliveries how many webhooks are owed it
 * @param duplicate whether it was accepted before; then the id and the count are the first one's
 */
public record Accepted(EventId id, int deliveries, boolean duplicate) {}
