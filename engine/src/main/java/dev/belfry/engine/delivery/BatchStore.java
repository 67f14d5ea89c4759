package dev.belfry.engine.delivery;

import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Batches as rows, and which deliveries are in them. */
final class BatchStore {

  private static final String COLUMNS = "id, number, first, last, attempts, gathered_at";

  private static final String MEMBERS =
      "select d.id, d.tenant, d.origin, d.attempts, d.step, "
          + EventStore.joinedColumns("e")
          + """
             from delivery d join event e on e.id = d.event
            where d.webhook = ? and d.id between ? and ? and d.batch = ? and d.state = 0
            order by d.id
          """;

  private final EventStore events;

  BatchStore(EventStore events) {
    this.events = events;
  }

  /** A batch that is not settled, and when it is due. */
  record Open(Batch batch, Instant due) {}

  /** All of a webhook that are not settled, in the order in which they were gathered. */
  List<Open> open(Tx tx, WebhookId webhook) {
    return tx.query(
        "select "
            + COLUMNS
            + ", due_at from batch where webhook = ? and due_at is not null order by id",
        row -> new Open(read(row), row.instant(7)),
        webhook.value());
  }

  /** How many batches a webhook has had. */
  long count(Tx tx, WebhookId webhook) {
    return tx.find(
            "select number from batch where webhook = ? order by id desc limit 1",
            row -> row.number(1),
            webhook.value())
        .orElse(0L);
  }

  Optional<BatchSummary> latest(Tx tx, WebhookId webhook) {
    return tx.find(
        """
        select number, attempts from batch
         where webhook = ? and attempts > 0
         order by id desc
         limit 1
        """,
        row -> new BatchSummary(row.number(1), (int) row.number(2)),
        webhook.value());
  }

  /**
   * Pending deliveries that are in no batch yet, those due first at first.
   *
   * @param bytes about what its event takes
   */
  record Single(DeliveryId id, Instant due, long bytes) {}

  List<Single> singles(Tx tx, WebhookId webhook, int limit) {
    return tx.query(
        """
        select d.id, d.due_at, coalesce(length(e.data), 0) + 512
          from delivery d join event e on e.id = d.event
         where d.webhook = ? and d.state = 0 and d.batch is null
         order by d.due_at, d.id
         limit ?
        """,
        row -> new Single(new DeliveryId(row.number(1)), row.instant(2), row.number(3)),
        webhook.value(),
        limit);
  }

  /** Settles which deliveries are in a batch; of those, only the pending ones that are in none. */
  void insert(Tx tx, WebhookId webhook, Batch batch, List<DeliveryId> members) {
    tx.update(
        "insert into batch (" + COLUMNS + ", webhook, due_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
        batch.id().value(),
        batch.number(),
        batch.first().value(),
        batch.last().value(),
        batch.attempts(),
        batch.gatheredAt(),
        webhook.value(),
        batch.gatheredAt());
    tx.updateEach(
        """
        update delivery set batch = ?, due_at = ? where id = ? and state = 0 and batch is null
        """,
        members,
        (values, id) -> {
          values.set(1, batch.id().value());
          values.set(2, batch.gatheredAt());
          values.set(3, id.value());
        });
  }

  /**
   * Brings batches to where an attempt left them.
   *
   * @param isOpen whether a webhook still takes requests
   */
  void attempted(Tx tx, List<Recorded> recorded, Predicate<WebhookId> isOpen) {
    for (var item : recorded) {
      var batch = item.due().batch();
      if (batch != null) {
        var again =
            item.next() instanceof NextStep.RetryAt(var due, _) && isOpen.test(item.webhook().id())
                ? due
                : null;
        tx.update(
            "update batch set attempts = ?, due_at = ? where id = ?",
            batch.attempts() + 1,
            again,
            batch.id().value());
      }
    }
  }

  boolean hasPending(Tx tx, WebhookId webhook, Batch batch) {
    return tx.find(
            """
            select 1 from delivery
             where webhook = ? and id between ? and ? and batch = ? and state = 0
             limit 1
            """,
            row -> row.number(1),
            webhook.value(),
            batch.first().value(),
            batch.last().value(),
            batch.id().value())
        .isPresent();
  }

  /** None of it is pending any more. */
  void close(Tx tx, List<Batch> batches) {
    tx.updateEach(
        "update batch set due_at = null where id = ?",
        batches,
        (values, batch) -> values.set(1, batch.id().value()));
  }

  /** Has the batch of a delivery go out now, if it is in one. */
  void makeDue(Tx tx, DeliveryId member, Instant now) {
    tx.update(
        """
        update batch set due_at = ?
         where due_at is not null and id = (select batch from delivery where id = ?)
        """,
        now,
        member.value());
  }

  /**
   * What is in a batch and still pending.
   *
   * @param damaged deliveries whose event is not what was accepted
   */
  record Members(List<Due> due, List<DeliveryId> damaged) {}

  Members members(Tx tx, WebhookId webhook, Batch batch) {
    var found = new ArrayList<Due>();
    var damaged = new ArrayList<DeliveryId>();
    tx.scan(
        MEMBERS,
        row -> {
          try {
            events
                .readJoined(row, 5)
                .filter(event -> !event.isErased()) // its delivery is being called off
                .ifPresent(event -> found.add(due(row, event)));
          } catch (dev.belfry.engine.event.DamagedEvent _) {
            damaged.add(new DeliveryId(row.number(1)));
          }
          return true;
        },
        webhook.value(),
        batch.first().value(),
        batch.last().value(),
        batch.id().value());
    return new Members(found, damaged);
  }

  private static Due due(Tx.Row row, Event event) {
    return new Due(
        new DeliveryId(row.number(1)),
        row.number(2),
        Origin.of(row.number(3)),
        event,
        (int) row.number(4),
        (int) row.number(5),
        event.size(),
        null);
  }

  private static Batch read(Tx.Row row) {
    return new Batch(
        new DeliveryId(row.number(1)),
        row.number(2),
        new DeliveryId(row.number(3)),
        new DeliveryId(row.number(4)),
        (int) row.number(5),
        row.instant(6));
  }
}
