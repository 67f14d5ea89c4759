package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventFilter;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries to list; null asks for nothing in particular.
 *
 * @param filter what the event must be like
 * @param since made then or later
 * @param until made before
 * @param before only deliveries older than this one
 */
public record DeliveryQuery(
    @Nullable TenantId tenant,
    @Nullable WebhookId webhook,
    @Nullable EventId event,
    EventFilter filter,
    @Nullable DeliveryState state,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable DeliveryId before,
    int limit) {

  /** Of events of any kind. */
  public DeliveryQuery(
      @Nullable TenantId tenant,
      @Nullable WebhookId webhook,
      @Nullable EventId event,
      @Nullable DeliveryState state,
      @Nullable Instant since,
      @Nullable Instant until,
      @Nullable DeliveryId before,
      int limit) {
    this(tenant, webhook, event, EventFilter.ANY, state, since, until, before, limit);
  }
}
