package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries to list; null asks for nothing in particular.
 *
 * @param since made then or later
 * @param until made before
 * @param before only deliveries older than this one
 */
public record DeliveryQuery(
    @Nullable TenantId tenant,
    @Nullable WebhookId webhook,
    @Nullable EventId event,
    @Nullable DeliveryState state,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable DeliveryId before,
    int limit) {}
