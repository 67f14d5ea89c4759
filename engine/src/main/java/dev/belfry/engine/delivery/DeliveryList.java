package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.id.IdBounds;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds and lists deliveries, by whichever index fits the question. */
final class DeliveryList {

  /** Found webhook by webhook; the rows of deleted ones are still there. */
  private static final String OF_DIALECT =
      """
      from webhook w join delivery d on d.webhook = w.id
      where w.tenant = ?1 and w.dialect = ?2 and (?3 = 0 or w.id = ?3)
      """;

  private final DeliveryIds ids;
  private final Tenants tenants;

  DeliveryList(EventStore events, Tenants tenants) {
    this.ids = new DeliveryIds(events);
    this.tenants = tenants;
  }

  Optional<Delivery> find(Tx tx, DeliveryId id) {
    return tx
        .query(
            "select "
                + DeliveryRow.COLUMNS
                + " from delivery d join event e on e.id = d.event where d.id = ?",
            this::read,
            id.value())
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  DeliverySlice slice(
      Tx tx,
      TenantId tenant,
      long tenantNumber,
      String dialect,
      @Nullable WebhookId webhook,
      boolean newestFirst,
      long offset,
      int limit) {
    var one = webhook == null ? 0 : webhook.value();
    var total =
        tx.find("select count(*) " + OF_DIALECT, row -> row.number(1), tenantNumber, dialect, one)
            .orElse(0L);
    var rows =
        tx.query(
            "select "
                + DeliveryRow.COLUMNS
                + " from delivery d join event e on e.id = d.event where d.id in (select d.id "
                + OF_DIALECT
                + " order by d.id"
                + (newestFirst ? " desc" : "")
                + " limit ? offset ?) order by d.id"
                + (newestFirst ? " desc" : ""),
            row -> DeliveryRow.read(row, tenant),
            tenantNumber,
            dialect,
            one,
            limit,
            offset);
    return new DeliverySlice(total, rows);
  }

  DeliveryPage list(Tx tx, DeliveryQuery query) {
    var found = ids.find(tx, sought(query));
    var next = found.next();
    return new DeliveryPage(
        found.ids().stream().flatMap(id -> find(tx, new DeliveryId(id)).stream()).toList(),
        next == null ? null : new DeliveryId(next));
  }

  private DeliveryIds.Sought sought(DeliveryQuery query) {
    var tenant = query.tenant();
    var webhook = query.webhook();
    var event = query.event();
    return new DeliveryIds.Sought(
        below(query),
        IdBounds.from(query.since()),
        tenant == null ? null : (Long) tenants.number(tenant),
        webhook == null ? null : (Long) webhook.value(),
        event == null ? null : (Long) event.value(),
        query.filter(),
        query.state(),
        millis(query.since()),
        millis(query.until()),
        query.limit());
  }

  private static @Nullable Long millis(@Nullable Instant at) {
    return at == null ? null : (Long) at.toEpochMilli();
  }

  private Optional<Delivery> read(Tx.Row row) {
    return tenants.named(row.number(2)).map(tenant -> DeliveryRow.read(row, tenant));
  }

  private static long below(DeliveryQuery query) {
    var before = query.before();
    return IdBounds.below(query.until(), before == null ? null : (Long) before.value());
  }
}
