package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.id.Id;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds and lists deliveries, by whichever index fits the question. */
final class DeliveryList {

  /** How many rows one page may look at before it is given short. */
  private static final int REACH = 20_000;

  /** How far an id may be ahead of its time, because the clock was set back. */
  private static final Duration AHEAD = Duration.ofDays(1);

  private static final String SELECT =
      "select "
          + DeliveryRow.COLUMNS
          + " from delivery d join event e on e.id = d.event where d.id < ? and d.id >= ? and ";
  private static final String NEWEST_FIRST = " order by d.id desc";

  private static final String BY_WEBHOOK = SELECT + "d.webhook = ?" + NEWEST_FIRST;
  private static final String BY_TENANT = SELECT + "d.tenant = ?" + NEWEST_FIRST;
  private static final String ALL = SELECT + "? = 0" + NEWEST_FIRST;
  private static final String OWED_BY_EVENT = SELECT + "d.event = ?" + NEWEST_FIRST;
  private static final String MADE_AGAIN = SELECT + "d.event = ? and d.origin <> 0" + NEWEST_FIRST;

  /** Found webhook by webhook; the rows of deleted ones are still there. */
  private static final String OF_DIALECT =
      """
      from webhook w join delivery d on d.webhook = w.id
      where w.tenant = ?1 and w.dialect = ?2 and (?3 = 0 or w.id = ?3)
      """;

  private final EventStore events;
  private final Tenants tenants;

  DeliveryList(EventStore events, Tenants tenants) {
    this.events = events;
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
    if (query.event() != null) {
      return ofEvent(tx, query, query.event());
    }
    var tenant = query.tenant();
    if (query.webhook() != null) {
      return page(tx, BY_WEBHOOK, below(query), from(query), query.webhook().value(), query);
    }
    return tenant == null
        ? page(tx, ALL, below(query), from(query), 0, query)
        : page(tx, BY_TENANT, below(query), from(query), tenants.number(tenant), query);
  }

  /** What it owed has ids in a row; what was made again has an index of its own. */
  private DeliveryPage ofEvent(Tx tx, DeliveryQuery query, EventId id) {
    var event = id.value();
    var again = page(tx, MADE_AGAIN, below(query), from(query), event, query);
    var owed =
        events
            .findOwed(tx, id)
            .filter(range -> range.count() > 0)
            .map(range ->
                page(
                    tx,
                    OWED_BY_EVENT,
                    Math.min(below(query), range.firstDelivery() + range.count() * Id.STRIDE),
                    Math.max(from(query), range.firstDelivery()),
                    event,
                    query))
            .orElse(new DeliveryPage(List.of(), null));
    return merged(owed, again, query.limit());
  }

  private static DeliveryPage merged(DeliveryPage a, DeliveryPage b, int limit) {
    var all = new ArrayList<>(a.deliveries());
    all.addAll(b.deliveries());
    all.sort(Comparator.comparing(Delivery::id).reversed());
    var cut = all.size() > limit ? all.subList(0, limit) : all;
    if (cut.size() < all.size()) {
      return new DeliveryPage(List.copyOf(cut), cut.getLast().id());
    }
    return new DeliveryPage(List.copyOf(all), later(a.next(), b.next()));
  }

  /** Where both go on: the newer of the two, so that neither leaves anything out. */
  private static @Nullable DeliveryId later(@Nullable DeliveryId a, @Nullable DeliveryId b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return a.compareTo(b) > 0 ? a : b;
  }

  private DeliveryPage page(
      Tx tx, String sql, long below, long from, long key, DeliveryQuery query) {
    var found = new ArrayList<Delivery>();
    var last = new long[] {0, 0};
    tx.scan(
        sql,
        row -> {
          last[0] = row.number(1);
          last[1]++;
          read(row).filter(delivery -> fits(delivery, query)).ifPresent(found::add);
          return found.size() < query.limit() && last[1] < REACH;
        },
        below,
        from,
        key);
    var more = found.size() >= query.limit() || last[1] >= REACH;
    return new DeliveryPage(found, more ? new DeliveryId(last[0]) : null);
  }

  private Optional<Delivery> read(Tx.Row row) {
    return tenants.named(row.number(2)).map(tenant -> DeliveryRow.read(row, tenant));
  }

  private static boolean fits(Delivery delivery, DeliveryQuery query) {
    var at = delivery.createdAt();
    return (query.tenant() == null || query.tenant().equals(delivery.tenant()))
        && (query.webhook() == null || query.webhook().equals(delivery.webhook()))
        && (query.state() == null || query.state() == delivery.state())
        && (query.since() == null || !at.isBefore(query.since()))
        && (query.until() == null || at.isBefore(query.until()));
  }

  private static long below(DeliveryQuery query) {
    var byTime = byTime(query.until());
    return query.before() == null ? byTime : Math.min(byTime, query.before().value());
  }

  private static long byTime(@Nullable Instant until) {
    return until == null ? Long.MAX_VALUE : Id.firstAt(until.plus(AHEAD).toEpochMilli());
  }

  private static long from(DeliveryQuery query) {
    return query.since() == null ? 0 : Id.firstAt(Math.max(0, query.since().toEpochMilli()));
  }
}
