package dev.belfry.engine.event;

import dev.belfry.engine.id.IdBounds;
import dev.belfry.engine.store.Check;
import dev.belfry.engine.store.PageRoom;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Events as rows. */
public final class EventStore {

  private static final String INSERT =
      """
      insert into event
             (id, tenant, accepted_at, type, subject, source, producer_id, rest, data_kind, data,
              checksum, key_hash, first_delivery, owed)
      values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String OF_ALL = " from event where id < ?1 and id >= ?2 and ?3 is null ";
  private static final String OF_TENANT = " from event where id < ?1 and id >= ?2 and tenant = ?3 ";
  private static final String THAT_FIT =
      """
      and (?4 is null or type = ?4) and (?5 is null or subject = ?5)
      and (?6 is null or accepted_at >= ?6) and (?7 is null or accepted_at < ?7)
      and (?9 is null or substr(type, 1, length(?9)) = ?9)
      order by id desc limit ?8
      """;

  private final LongFunction<Optional<TenantId>> named;

  /**
   * On the table of events.
   *
   * @param named the tenant of a number that stands in a row
   */
  public EventStore(LongFunction<Optional<TenantId>> named) {
    this.named = named;
  }

  /**
   * An event and what it owes.
   *
   * @param keyHash of source and producer's id; null for an event without the latter
   * @param firstDelivery the first of the ids in a row of its deliveries
   * @param owed how many
   */
  public record Accepted(
      Event event, long tenantNumber, @Nullable Long keyHash, long firstDelivery, int owed) {}

  /** Whether every event is what was accepted; a line for each that is not. */
  public static Check check() {
    var anybody = new TenantId("t");
    return new Check(
        "event",
        tx -> {
          var damaged = new ArrayList<String>();
          tx.scan(
              "select " + EventRow.COLUMNS + " from event",
              row -> {
                try {
                  EventRow.read(row, 0, anybody);
                } catch (RuntimeException e) {
                  damaged.add(new EventId(row.number(1)) + " is not what was accepted");
                }
                return true;
              });
          return damaged;
        });
  }

  public void insert(Tx tx, List<Accepted> accepted) {
    tx.updateEach(
        INSERT,
        accepted,
        (values, item) -> {
          EventRow.bind(values, item.event, item.tenantNumber);
          if (item.keyHash == null) {
            values.setNull(12);
          } else {
            values.set(12, item.keyHash);
          }
          values.set(13, item.firstDelivery);
          values.set(14, item.owed);
        });
  }

  /** What of this key hash was accepted before, with how many deliveries it owed. */
  public List<Earlier> findByKey(Tx tx, long keyHash, long tenantNumber) {
    return tx.query(
        "select " + EventRow.COLUMNS + ", owed from event where key_hash = ? and tenant = ?",
        row ->
            new Earlier(
                EventRow.readUnchecked(row, 0, named.apply(tenantNumber).orElseThrow(), true),
                (int) row.number(12)),
        keyHash,
        tenantNumber);
  }

  /** An event accepted before. */
  public record Earlier(Event event, int owed) {}

  public Optional<Event> find(Tx tx, EventId id) {
    return tx
        .query(
            "select " + EventRow.COLUMNS + " from event where id = ?",
            row -> named.apply(row.number(2)).map(tenant -> EventRow.read(row, 0, tenant)),
            id.value())
        .stream()
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * Overwrites what an event carried; the rest of its record stays.
   *
   * @return false if the tenant has no such event
   */
  public boolean eraseData(Tx tx, EventId id, long tenantNumber) {
    var checksum =
        tx.find(
            "select " + EventRow.COLUMNS + " from event where id = ? and tenant = ?",
            row -> EventRow.checksumOfErased(row, named.apply(tenantNumber).orElseThrow()),
            id.value(),
            tenantNumber);
    checksum.ifPresent(sum ->
        tx.update(
            "update event set data_kind = ?, data = null, checksum = ? where id = ?",
            Data.Kind.ERASED.code(),
            sum,
            id.value()));
    return checksum.isPresent();
  }

  /** Whether what an event carried was erased; true if there is no such event. */
  public boolean isErased(Tx tx, EventId id) {
    return tx.find("select data_kind from event where id = ?", row -> row.number(1), id.value())
        .map(kind -> kind == Data.Kind.ERASED.code())
        .orElse(true);
  }

  /** The range of ids of what an event owed from the start; empty if there is no such event. */
  public Optional<Owed> findOwed(Tx tx, EventId id) {
    return tx.find(
        "select first_delivery, owed from event where id = ?",
        row -> new Owed(row.number(1), (int) row.number(2)),
        id.value());
  }

  /** Deliveries with ids in a row. */
  public record Owed(long firstDelivery, int count) {}

  /** Newest first, without data; looks at no more than {@code reach} rows. */
  EventPage list(Tx tx, EventQuery query, @Nullable Long tenantNumber, int reach) {
    var of = tenantNumber == null ? OF_ALL : OF_TENANT;
    var filter = query.filter();
    var end = chooses(query) ? end(tx, of, query, tenantNumber, reach) : null;
    var found = new ArrayList<Event>();
    var room = new PageRoom();
    var last = new long[] {0, 0};
    var isFull = new boolean[1];
    tx.scan(
        "select " + EventRow.COLUMNS + of + THAT_FIT,
        row -> {
          last[0] = row.number(1);
          last[1]++;
          named
              .apply(row.number(2))
              .ifPresent(tenant -> found.add(EventRow.readUnchecked(row, 0, tenant, false)));
          isFull[0] = !room.take(EventRow.characters(row)) || last[1] >= query.limit();
          return !isFull[0];
        },
        below(query),
        end == null ? (Long) IdBounds.from(query.since()) : end,
        tenantNumber,
        filter.oneType(),
        filter.subject(),
        query.since(),
        query.until(),
        query.limit(),
        filter.stem());
    var next = isFull[0] ? (Long) last[0] : end;
    return new EventPage(found, next == null ? null : new EventId(next));
  }

  private static long below(EventQuery query) {
    var before = query.before();
    return IdBounds.below(query.until(), before == null ? null : (Long) before.value());
  }

  /** Whether rows may be passed over. */
  private static boolean chooses(EventQuery query) {
    return query.filter().chooses() || query.since() != null || query.until() != null;
  }

  /** The last row that may be looked at; null if all may. */
  private static @Nullable Long end(
      Tx tx, String of, EventQuery query, @Nullable Long tenantNumber, int reach) {
    return tx.find(
            "select id" + of + "order by id desc limit 1 offset " + (reach - 1),
            row -> row.number(1),
            below(query),
            IdBounds.from(query.since()),
            tenantNumber)
        .orElse(null);
  }

  /** Reads an event whose columns follow after others; for joins. */
  public Optional<Event> readJoined(Tx.Row row, int from) {
    return named.apply(row.number(from + 2)).map(tenant -> EventRow.read(row, from, tenant));
  }

  /** The columns that {@link #readJoined} wants, each with this table's short name before it. */
  public static String joinedColumns(String table) {
    var columns = new StringBuilder();
    for (var column : EventRow.COLUMNS.strip().split(",\\s*", -1)) {
      columns.append(columns.isEmpty() ? "" : ", ").append(table).append('.').append(column);
    }
    return columns.toString();
  }
}
