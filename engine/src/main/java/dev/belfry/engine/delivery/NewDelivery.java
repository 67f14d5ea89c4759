package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;

/**
 * A delivery about to be stored.
 *
 * @param dueAt when it goes out; later than its creation where it waits for others to go out with
 */
public record NewDelivery(
    DeliveryId id,
    long tenantNumber,
    EventId event,
    WebhookId webhook,
    Origin origin,
    Instant createdAt,
    Instant dueAt) {

  /** One that is due at once. */
  public NewDelivery(
      DeliveryId id,
      long tenantNumber,
      EventId event,
      WebhookId webhook,
      Origin origin,
      Instant createdAt) {
    this(id, tenantNumber, event, webhook, origin, createdAt, createdAt);
  }
}
