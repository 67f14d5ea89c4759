package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notices as rows; a settled one becomes a delivery, so that people find it. */
final class NoticeStore {

  private static final String COLUMNS = "id, tenant, event, webhook, attempts, due_at";

  /**
   * What a receiver is to be told of its webhook.
   *
   * @param id of the delivery that it will be
   */
  record Notice(
      DeliveryId id,
      long tenantNumber,
      EventId event,
      WebhookId webhook,
      int attempts,
      Instant due) {}

  void insert(Tx tx, Notice notice) {
    tx.update(
        "insert into notice (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?)",
        notice.id.value(),
        notice.tenantNumber,
        notice.event.value(),
        notice.webhook.value(),
        notice.attempts,
        notice.due);
  }

  /** The first of each webhook, in order. */
  List<Notice> first(Tx tx, int limit) {
    return tx.query(
        "select "
            + COLUMNS
            + " from notice where id in (select min(id) from notice group by webhook)"
            + " order by id limit ?",
        NoticeStore::read,
        limit);
  }

  /** Whether it still waits just as it was read: nobody has told or postponed it since. */
  boolean isAsRead(Tx tx, Notice notice) {
    return tx.find(
            "select " + COLUMNS + " from notice where id = ?", NoticeStore::read, notice.id.value())
        .filter(notice::equals)
        .isPresent();
  }

  void postpone(Tx tx, DeliveryId id, int attempts, Instant due) {
    tx.update("update notice set attempts = ?, due_at = ? where id = ?", attempts, due, id.value());
  }

  void delete(Tx tx, DeliveryId id) {
    tx.update("delete from notice where id = ?", id.value());
  }

  void insertSettled(
      Tx tx,
      Notice notice,
      DeliveryState state,
      @Nullable String reason,
      int attempts,
      Instant at) {
    tx.update(
        """
        insert into delivery
               (id, tenant, event, webhook, origin, state, reason, attempts, step, created_at,
                settled_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        notice.id.value(),
        notice.tenantNumber,
        notice.event.value(),
        notice.webhook.value(),
        Origin.NOTICE.code(),
        state.code(),
        reason,
        attempts,
        attempts,
        at,
        at);
  }

  private static Notice read(Tx.Row row) {
    return new Notice(
        new DeliveryId(row.number(1)),
        row.number(2),
        new EventId(row.number(3)),
        new WebhookId(row.number(4)),
        (int) row.number(5),
        row.instant(6));
  }
}
