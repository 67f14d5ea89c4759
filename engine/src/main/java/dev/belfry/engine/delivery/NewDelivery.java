package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;

/** A delivery about to be stored, due at once. */
public record NewDelivery(
    DeliveryId id,
    long tenantNumber,
    EventId event,
    WebhookId webhook,
    Origin origin,
    Instant createdAt) {}
