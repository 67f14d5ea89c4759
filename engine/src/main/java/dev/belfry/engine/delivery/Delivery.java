package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event owed to one webhook.
 *
 * @param type the event's
 * @param reason why it is dead or cancelled, a stable word; null while there is nothing to say
 * @param attemptCount attempts recorded so far
 * @param nextAttemptAt when the next attempt is due; null when settled
 */
public record Delivery(
    DeliveryId id,
    TenantId tenant,
    EventId event,
    WebhookId webhook,
    String type,
    Origin origin,
    DeliveryState state,
    @Nullable String reason,
    int attemptCount,
    @Nullable Instant nextAttemptAt,
    Instant createdAt,
    @Nullable Instant settledAt) {}
