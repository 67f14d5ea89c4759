package dev.belfry.engine.delivery;

import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A delivery about to be stored.
 *
 * @param dueAt when it goes out; later than its creation where it waits for others to go out with
 * @param orderKey of those that follow one another; null if it need not wait for any
 */
public record NewDelivery(
    DeliveryId id,
    long tenantNumber,
    EventId event,
    WebhookId webhook,
    Origin origin,
    Instant createdAt,
    Instant dueAt,
    @Nullable Long orderKey) {

  /** One that is due at once. */
  public NewDelivery(
      DeliveryId id,
      long tenantNumber,
      EventId event,
      WebhookId webhook,
      Origin origin,
      Instant createdAt) {
    this(id, tenantNumber, event, webhook, origin, createdAt, createdAt, null);
  }

  /** What an event owes a webhook. */
  public static NewDelivery owed(
      DeliveryId id, long tenantNumber, Event event, Webhook webhook, Instant dueAt) {
    return new NewDelivery(
        id,
        tenantNumber,
        event.id(),
        webhook.id(),
        Origin.EVENT,
        event.acceptedAt(),
        dueAt,
        Ordering.key(webhook, event.attributes().subject()));
  }

  /** What is made again of a stored event. */
  public static NewDelivery replayed(
      DeliveryId id,
      long tenantNumber,
      EventId event,
      @Nullable String subject,
      Webhook webhook,
      Instant at,
      Instant dueAt) {
    return new NewDelivery(
        id,
        tenantNumber,
        event,
        webhook.id(),
        Origin.REPLAY,
        at,
        dueAt,
        Ordering.key(webhook, subject));
  }

  Ordering.@Nullable Line line() {
    return orderKey == null ? null : new Ordering.Line(webhook, orderKey);
  }
}
