package dev.belfry.engine.delivery;

import dev.belfry.engine.event.DamagedEvent;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Deliveries as rows: what the way of an event writes and loads. */
public final class DeliveryStore {

  private final EventStore events;

  public DeliveryStore(EventStore events) {
    this.events = events;
  }

  /**
   * Stores deliveries, pending and due from their creation on, or behind others.
   *
   * @return those that stand behind others
   */
  public Set<DeliveryId> insert(Tx tx, List<NewDelivery> deliveries) {
    tx.updateEach(
        """
        insert into delivery
               (id, tenant, event, webhook, origin, state, attempts, step, due_at, created_at,
                order_key, place)
        values (?, ?, ?, ?, ?, 0, 0, 0, ?, ?, ?, ?)
        """,
        deliveries,
        (values, item) -> {
          values.set(1, item.id().value());
          values.set(2, item.tenantNumber());
          values.set(3, item.event().value());
          values.set(4, item.webhook().value());
          values.set(5, item.origin().code());
          values.set(6, item.orderKey() == null ? item.dueAt() : Ordering.BEHIND);
          values.set(7, item.createdAt());
          if (item.orderKey() == null) {
            values.setNull(8);
            values.setNull(9);
          } else {
            values.set(8, item.orderKey());
            values.set(9, item.id().value());
          }
        });
    return moveUpFirst(tx, deliveries);
  }

  private static Set<DeliveryId> moveUpFirst(Tx tx, List<NewDelivery> deliveries) {
    var behind = new HashSet<DeliveryId>();
    var lines = new LinkedHashMap<Ordering.Line, Instant>();
    for (var one : deliveries) {
      var line = one.line();
      if (line != null) {
        behind.add(one.id());
        lines.putIfAbsent(line, one.createdAt());
      }
    }
    lines.forEach((line, at) -> behind.removeAll(Ordering.moveUp(tx, List.of(line), at)));
    return behind;
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
        (values, item) -> AttemptRow.bind(values, item.due().id(), item.kept()));
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
    var erased = new ArrayList<DeliveryId>();
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
            events
                .readJoined(row, 6)
                .ifPresent(event -> {
                  if (event.isErased()) {
                    erased.add(id);
                  } else {
                    loaded.add(due(row, id, event, left));
                  }
                });
          } catch (DamagedEvent e) {
            damaged.add(id);
          }
          return true;
        },
        webhook.value(),
        now);
    return new Loaded(loaded, damaged, erased, complete[0]);
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
        event.size(),
        row.numberOrNull(6));
  }

  /**
   * What a load found.
   *
   * @param damaged deliveries whose event is not what was accepted
   * @param erased deliveries whose event's data was erased
   * @param complete whether this is all that is due
   */
  record Loaded(
      List<Due> due, List<DeliveryId> damaged, List<DeliveryId> erased, boolean complete) {}

  private static final String LOAD_DUE =
      "select d.id, d.tenant, d.origin, d.attempts, d.step, d.order_key, "
          + EventStore.joinedColumns("e")
          + """
             from delivery d join event e on e.id = d.event
            where d.webhook = ? and d.state = 0 and d.due_at <= ? and d.batch is null
            order by d.due_at, d.id
          """;

  /** Some of a webhook's pending deliveries, those due first. */
  List<Pending> pendingOf(Tx tx, WebhookId webhook, int limit) {
    return tx.query(
        """
        select id, tenant, origin, order_key from delivery
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
        "select id, tenant, origin, order_key from delivery where id = ? and state = 0",
        DeliveryStore::readPending,
        id.value());
  }

  static Pending readPending(Tx.Row row) {
    return new Pending(
        new DeliveryId(row.number(1)),
        row.number(2),
        Origin.of(row.number(3)),
        row.numberOrNull(4));
  }

  /** A delivery that is still owed. */
  record Pending(DeliveryId id, long tenantNumber, Origin origin, @Nullable Long orderKey) {}

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

  /**
   * Makes a settled delivery due now, its schedule from the start.
   *
   * @param line whose end it goes to; null if it need not wait for others
   * @param place larger than that of any other in the line
   */
  void makeDue(Tx tx, DeliveryId id, Ordering.@Nullable Line line, long place, Instant now) {
    tx.update(
        """
        update delivery
           set state = 0, reason = null, step = 0, due_at = ?, settled_at = null, order_key = ?,
               place = ?, batch = null
         where id = ?
        """,
        line == null ? now : Ordering.BEHIND,
        line == null ? null : line.key(),
        line == null ? null : place,
        id.value());
    if (line != null) {
      Ordering.moveUp(tx, List.of(line), now);
    }
  }

  /** One that stands behind others stays there. */
  void makeDueUnchanged(Tx tx, DeliveryId id, Instant now) {
    tx.update(
        "update delivery set due_at = ? where id = ? and state = 0 and due_at <> ?",
        now,
        id.value(),
        Ordering.BEHIND);
  }

  List<Attempt> attempts(Tx tx, DeliveryId id) {
    return tx.query(
        "select " + AttemptRow.COLUMNS + " from attempt where delivery = ? order by number",
        AttemptRow::read,
        id.value());
  }
}
