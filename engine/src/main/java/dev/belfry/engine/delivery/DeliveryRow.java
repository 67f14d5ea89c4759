package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A delivery as a row, joined with its event's type. */
final class DeliveryRow {

  static final String COLUMNS =
      """
      d.id, d.tenant, d.event, d.webhook, d.origin, d.state, d.reason, d.attempts, d.due_at,
      d.created_at, d.settled_at, e.type
      """;

  private DeliveryRow() {}

  static Delivery read(Tx.Row row, TenantId tenant) {
    return new Delivery(
        new DeliveryId(row.number(1)),
        tenant,
        new EventId(row.number(3)),
        new WebhookId(row.number(4)),
        row.text(12),
        Origin.of(row.number(5)),
        DeliveryState.of(row.number(6)),
        row.textOrNull(7),
        (int) row.number(8),
        due(row.instantOrNull(9)),
        row.instant(10),
        row.instantOrNull(11));
  }

  /** Nobody knows when one that stands behind others is due. */
  private static @Nullable Instant due(@Nullable Instant at) {
    return Ordering.BEHIND.equals(at) ? null : at;
  }
}
