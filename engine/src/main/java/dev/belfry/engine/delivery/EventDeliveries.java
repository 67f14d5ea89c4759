package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.id.Id;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.WebhookId;
import java.util.ArrayList;
import java.util.List;

/**
 * The deliveries of one event as rows: what it owed has ids in a row, what was made again has an
 * index of its own.
 */
public final class EventDeliveries {

  private final EventStore events;

  EventDeliveries(EventStore events) {
    this.events = events;
  }

  /** Some of an event's pending deliveries, with their webhooks. */
  List<PendingOfEvent> pendingOf(Tx tx, EventId event, int limit) {
    var found = new ArrayList<PendingOfEvent>();
    var owed = events.findOwed(tx, event).filter(range -> range.count() > 0);
    owed.ifPresent(range ->
        found.addAll(
            tx.query(
                """
                select id, tenant, origin, order_key, webhook from delivery
                 where id between ? and ? and event = ? and state = 0
                 limit ?
                """,
                EventDeliveries::readPending,
                range.firstDelivery(),
                range.firstDelivery() + (range.count() - 1) * Id.STRIDE,
                event.value(),
                limit)));
    found.addAll(
        tx.query(
            """
            select id, tenant, origin, order_key, webhook from delivery
             where event = ? and origin <> 0 and state = 0
             limit ?
            """,
            EventDeliveries::readPending,
            event.value(),
            limit));
    return found;
  }

  private static PendingOfEvent readPending(Tx.Row row) {
    return new PendingOfEvent(DeliveryStore.readPending(row), new WebhookId(row.number(5)));
  }

  /** A delivery that is still owed, and to whom. */
  record PendingOfEvent(DeliveryStore.Pending pending, WebhookId webhook) {}

  /**
   * Erases what was answered to some of an event's deliveries.
   *
   * @param after only those of greater ids
   * @return the greatest id that was looked at; negative if there are no more
   */
  public long eraseAnswers(Tx tx, EventId event, long after, int limit) {
    var found = new ArrayList<Long>();
    var owed = events.findOwed(tx, event).filter(range -> range.count() > 0);
    owed.ifPresent(range ->
        found.addAll(
            tx.query(
                """
                select id from delivery
                 where id between ? and ? and event = ? and id > ?
                 order by id limit ?
                """,
                row -> row.number(1),
                range.firstDelivery(),
                range.firstDelivery() + (range.count() - 1) * Id.STRIDE,
                event.value(),
                after,
                limit)));
    if (found.size() < limit) {
      found.addAll(
          tx.query(
              "select id from delivery where event = ? and origin <> 0 and id > ? order by id limit ?",
              row -> row.number(1),
              event.value(),
              after,
              limit - found.size()));
    }
    tx.updateEach(
        "update attempt set headers = null, body = null where delivery = ?",
        found,
        (values, id) -> values.set(1, id));
    return found.size() < limit ? -1 : found.getLast();
  }

  /** How many deliveries of an event are in each state, by the state's code. */
  long[] countsOf(Tx tx, EventId event) {
    var counts = new long[DeliveryState.values().length];
    var owed = events.findOwed(tx, event);
    if (owed.isPresent() && owed.get().count() > 0) {
      var range = owed.get();
      var last = range.firstDelivery() + (range.count() - 1) * Id.STRIDE;
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
