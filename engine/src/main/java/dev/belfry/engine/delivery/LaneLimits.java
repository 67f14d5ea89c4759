package dev.belfry.engine.delivery;

import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Gathering;
import dev.belfry.engine.webhook.Webhook;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What bounds the lanes.
 *
 * @param inFlight attempts under way, or made and not recorded, in all
 * @param bytesInMemory of events that wait in memory, in all; the rest waits in the store
 * @param breaker whether a webhook's lane has one
 * @param gathering how a webhook's events are gathered
 * @param maySend whether anything may go out for a tenant
 */
record LaneLimits(
    int inFlight,
    long bytesInMemory,
    Predicate<Webhook> breaker,
    Function<Webhook, @Nullable Gathering> gathering,
    Predicate<TenantId> maySend) {

  /** Without gathering, for tenants that may send. */
  LaneLimits(int inFlight, long bytesInMemory, Predicate<Webhook> breaker) {
    this(inFlight, bytesInMemory, breaker, _ -> null, _ -> true);
  }
}
