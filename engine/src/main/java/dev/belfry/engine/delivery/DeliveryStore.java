package dev.belfry.engine.delivery;

import dev.belfry.engine.event.DamagedEvent;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Deliveries as rows: what the way of an event writes and loads. */
public final class DeliveryStore {

  private final EventStore events;

  public DeliveryStore(EventStore events) {
    this.events = events;
  }

  /** Stores deliveries, pending and due from their creation on. */
  public void insert(Tx tx, List<NewDelivery> deliveries) {
    tx.updateEach(
        """
        insert into delivery
               (id, tenant, event, webhook, origin, state, attempts, step, due_at, created_at)
        values (?, ?, ?, ?, ?, 0, 0, 0, ?, ?)
        """,
        deliveries,
        (values, item) -> {
          values.set(1, item.id().value());
          values.set(2, item.tenantNumber());
          values.set(3, item.event().value());
          values.set(4, item.webhook().value());
          values.set(5, item.origin().code());
          values.set(6, item.dueAt());
          values.set(7, item.createdAt());
        });
  }

  /** Stores a delivery that is settled already. */
  void insertSettled(Tx tx, NewDelivery delivery, DeliveryState state, @Nullable String reason) {
    tx.update(
        """
        insert into delivery
               (id, tenant, event, webhook, origin, state, reason, attempts, step, created_at,
                settled_at)
        values (?, ?, ?, ?, ?, ?, ?, 1, 1, ?, ?)
        """,
        delivery.id().value(),
        delivery.tenantNumber(),
        delivery.event().value(),
        delivery.webhook().value(),
        delivery.origin().code(),
        state.code(),
        reason,
        delivery.createdAt(),
        delivery.createdAt());
  }

  void insertAttempts(Tx tx, List<Recorded> recorded) {
    tx.updateEach(
        """
        insert into attempt (delivery, number, at, duration_us, status, error, headers, body)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        recorded,
        (values, item) -> AttemptRow.bind(values, item.due().id(), item.attempt()));
  }

  void insertAttempt(Tx tx, DeliveryId delivery, Attempt attempt) {
    tx.updateEach(
        """
        insert into attempt (delivery, number, at, duration_us, status, error, headers, body)
        values (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        List.of(attempt),
        (values, item) -> AttemptRow.bind(values, delivery, item));
  }

  /** Brings the rows of attempted deliveries to where the attempts left them. */
  void settle(Tx tx, List<Settlement> settlements) {
    tx.updateEach(
        """
        update delivery
           set state = ?, reason = ?, attempts = ?, step = ?, due_at = ?, settled_at = ?
         where id = ?
        """,
        settlements,
        (values, item) -> {
          values.set(1, item.state.code());
          values.set(2, item.reason);
          values.set(3, item.attempts);
          values.set(4, item.step);
          values.set(5, item.dueAt);
          values.set(6, item.settledAt);
          values.set(7, item.id.value());
        });
  }

  /** Where an attempt leaves a delivery. */
  record Settlement(
      DeliveryId id,
      DeliveryState state,
      @Nullable String reason,
      int attempts,
      int step,
      @Nullable Instant dueAt,
      @Nullable Instant settledAt) {}

  /** Counts an attempt of a delivery that was settled by other means meanwhile. */
  void countAttempts(Tx tx, List<Recorded> recorded) {
    tx.updateEach(
        "update delivery set attempts = ? where id = ?",
        recorded,
        (values, item) -> {
          values.set(1, item.attempt().number());
          values.set(2, item.due().id().value());
        });
  }

  /**
   * What of a webhook is due, the longest due first, with the events.
   *
   * @param isWanted whether a delivery shall be loaded; those in memory already are not
   * @param mostBytes of events, but at least one delivery
   */
  Loaded loadDue(
      Tx tx,
      WebhookId webhook,
      Instant now,
      Predicate<DeliveryId> isWanted,
      int most,
      long mostBytes) {
    var loaded = new ArrayList<Due>();
    var damaged = new ArrayList<DeliveryId>();
    var left = new long[] {mostBytes};
    var complete = new boolean[] {true};
    tx.scan(
        LOAD_DUE,
        row -> {
          var id = new DeliveryId(row.number(1));
          if (!isWanted.test(id)) {
            return true;
          }
          if (loaded.size() >= most || left[0] <= 0) {
            complete[0] = false;
            return false;
          }
          try {
            events.readJoined(row, 5).ifPresent(event -> loaded.add(due(row, id, event, left)));
          } catch (DamagedEvent e) {
            damaged.add(id);
          }
          return true;
        },
        webhook.value(),
        now);
    return new Loaded(loaded, damaged, complete[0]);
  }

  private static Due due(Tx.Row row, DeliveryId id, Event event, long[] left) {
    left[0] -= event.size();
    return new Due(
        id,
        row.number(2),
        Origin.of(row.number(3)),
        event,
        (int) row.number(4),
        (int) row.number(5),
        event.size());
  }

  /**
   * What a load found.
   *
   * @param damaged deliveries whose event is not what was accepted
   * @param complete whether this is all that is due
   */
  record Loaded(List<Due> due, List<DeliveryId> damaged, boolean complete) {}

  private static final String LOAD_DUE =
      "select d.id, d.tenant, d.origin, d.attempts, d.step, "
          + EventStore.joinedColumns("e")
          + """
             from delivery d join event e on e.id = d.event
            where d.webhook = ? and d.state = 0 and d.due_at <= ? and d.batch is null
            order by d.due_at, d.id
          """;

  /** When the next delivery of a webhook falls due after {@code now}, in milliseconds. */
  OptionalLong nextDue(Tx tx, WebhookId webhook, Instant now) {
    return tx.find(
            """
            select due_at from delivery
             where webhook = ? and state = 0 and due_at > ?
             order by due_at
             limit 1
            """,
            row -> OptionalLong.of(row.number(1)),
            webhook.value(),
            now)
        .orElse(OptionalLong.empty());
  }

  /** Some webhooks with something pending, in order; one look-up each, however much it is. */
  List<Backlog> backlogs(Tx tx, long after, int limit) {
    var found = new ArrayList<Backlog>();
    var next = backlog(tx, after);
    while (next.isPresent()) {
      found.add(next.get());
      next = found.size() < limit ? backlog(tx, found.getLast().number()) : Optional.empty();
    }
    return found;
  }

  private static Optional<Backlog> backlog(Tx tx, long after) {
    return tx.find(
        """
        select webhook, due_at from delivery
         where state = 0 and webhook > ?
         order by webhook, due_at
         limit 1
        """,
        row -> new Backlog(new WebhookId(row.number(1)), row.number(2)),
        after);
  }

  /** A webhook with something pending, and when the first of it is due, in milliseconds. */
  record Backlog(WebhookId webhook, long firstDue) {
    long number() {
      return webhook.value();
    }
  }

  /** Some of a webhook's pending deliveries, those due first. */
  List<Pending> pendingOf(Tx tx, WebhookId webhook, int limit) {
    return tx.query(
        """
        select id, tenant, origin from delivery
         where webhook = ? and state = 0
         order by due_at, id
         limit ?
        """,
        DeliveryStore::readPending,
        webhook.value(),
        limit);
  }

  boolean isThere(Tx tx, DeliveryId id) {
    return tx.find("select 1 from delivery where id = ?", row -> true, id.value()).isPresent();
  }

  Optional<Pending> findPending(Tx tx, DeliveryId id) {
    return tx.find(
        "select id, tenant, origin from delivery where id = ? and state = 0",
        DeliveryStore::readPending,
        id.value());
  }

  private static Pending readPending(Tx.Row row) {
    return new Pending(new DeliveryId(row.number(1)), row.number(2), Origin.of(row.number(3)));
  }

  /** A delivery that is still owed. */
  record Pending(DeliveryId id, long tenantNumber, Origin origin) {}

  /** Settles pending deliveries without an attempt. */
  void settleWithout(Tx tx, List<Pending> pending, DeliveryState state, String reason, Instant at) {
    tx.updateEach(
        """
        update delivery set state = ?, reason = ?, due_at = null, settled_at = ?
         where id = ? and state = 0
        """,
        pending,
        (values, item) -> {
          values.set(1, state.code());
          values.set(2, reason);
          values.set(3, at);
          values.set(4, item.id.value());
        });
  }

  /** Makes a settled or waiting delivery due now, its schedule from the start. */
  void makeDue(Tx tx, DeliveryId id, Instant now) {
    tx.update(
        """
        update delivery
           set state = 0, reason = null, step = 0, due_at = ?, settled_at = null, batch = null
         where id = ?
        """,
        now,
        id.value());
  }

  void makeDueUnchanged(Tx tx, DeliveryId id, Instant now) {
    tx.update("update delivery set due_at = ? where id = ? and state = 0", now, id.value());
  }

  List<Attempt> attempts(Tx tx, DeliveryId id) {
    return tx.query(
        "select " + AttemptRow.COLUMNS + " from attempt where delivery = ? order by number",
        AttemptRow::read,
        id.value());
  }

  /** How many deliveries of an event are in each state, by the state's code. */
  long[] countsOf(Tx tx, EventId event) {
    var counts = new long[DeliveryState.values().length];
    var owed = events.findOwed(tx, event);
    if (owed.isPresent() && owed.get().count() > 0) {
      var range = owed.get();
      var last = range.firstDelivery() + (range.count() - 1) * dev.belfry.engine.id.Id.STRIDE;
      tx.scan(
          "select state, count(*) from delivery where id between ? and ? and event = ? group by state",
          row -> {
            counts[(int) row.number(1)] += row.number(2);
            return true;
          },
          range.firstDelivery(),
          last,
          event.value());
      var made = counts[0] + counts[1] + counts[2] + counts[3];
      counts[0] += range.count() - made;
    }
    tx.scan(
        "select state, count(*) from delivery where event = ? and origin <> 0 group by state",
        row -> {
          counts[(int) row.number(1)] += row.number(2);
          return true;
        },
        event.value());
    return counts;
  }
}
