package dev.belfry.server.console;

import dev.belfry.engine.Engine;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.event.EventFilter;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventQuery;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.util.Optional;

/** Whose something is: the operator often has an id and nothing else. */
final class Owners {

  private final Engine engine;

  Owners(Engine engine) {
    this.engine = engine;
  }

  Optional<TenantId> of(String id) {
    return WebhookId.parse(id)
        .flatMap(webhook -> engine.webhooks().find(webhook))
        .map(Webhook::tenant)
        .or(() -> EventId.parse(id).flatMap(this::ofEvent))
        .or(() -> DeliveryId.parse(id).flatMap(this::ofDelivery));
  }

  private Optional<TenantId> ofEvent(EventId id) {
    var after = new EventId(id.value() + 1);
    return engine
        .events()
        .list(new EventQuery(null, EventFilter.ANY, null, null, after, 1))
        .events()
        .stream()
        .filter(event -> event.id().equals(id))
        .map(event -> event.tenant())
        .findFirst();
  }

  private Optional<TenantId> ofDelivery(DeliveryId id) {
    var after = new DeliveryId(id.value() + 1);
    return engine
        .deliveries()
        .list(new DeliveryQuery(null, null, null, null, null, null, after, 1))
        .deliveries()
        .stream()
        .filter(delivery -> delivery.id().equals(id))
        .map(delivery -> delivery.tenant())
        .findFirst();
  }
}
