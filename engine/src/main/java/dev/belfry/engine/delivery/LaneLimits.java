package dev.belfry.engine.delivery;

import dev.belfry.engine.webhook.Webhook;
import java.util.function.Predicate;

/**
 * What bounds the lanes.
 *
 * @param inFlight attempts under way, or made and not recorded, in all
 * @param bytesInMemory of events that wait in memory, in all; the rest waits in the store
 * @param breaker whether a webhook's lane has one
 */
record LaneLimits(int inFlight, long bytesInMemory, Predicate<Webhook> breaker) {}
