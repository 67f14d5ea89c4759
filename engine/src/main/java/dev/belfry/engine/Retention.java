package dev.belfry.engine;

import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.id.Id;
import dev.belfry.engine.record.Records;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Failpoint;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes events that are older than they need to be kept, with their deliveries and attempts, in
 * small steps with pauses, so that nobody waits. An event of which anything is pending stays, and
 * so does what it shows of an earlier one; the sums since creation stay. Then the oldest rows of
 * the audit log, which has a time of its own.
 */
final class Retention implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** Events looked at in a step, and deliveries removed in it. */
  private static final int STEP = 200;

  /** From the settling of a delivery on: an attempt of it may still be under way. */
  private static final Duration SETTLED_FOR = Duration.ofMinutes(10);

  /** How often all that was left standing is looked at again. */
  private static final Duration ALL_AGAIN = Duration.ofHours(1);

  private static final long BETWEEN_STEPS_MILLIS = 10;
  private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

  /** The clock may be turned by hand. */
  private static final long LONGEST_WAIT_MILLIS = 1000;

  private final Committer committer;
  private final InstantSource clock;
  private final Duration kept;
  private final Duration auditKept;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;

  /** All up to this id was looked at since {@link #began}. */
  private long place;

  private Instant began = Instant.EPOCH;

  private Instant nextLook = Instant.EPOCH;

  Retention(Committer committer, InstantSource clock, Duration kept, Duration auditKept) {
    this.committer = committer;
    this.clock = clock;
    this.kept = kept;
    this.auditKept = auditKept;
    this.thread = Thread.ofPlatform().daemon().name("belfry-retention").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    try {
      var wait = 0L;
      while (!closed.await(wait, TimeUnit.MILLISECONDS)) {
        wait = step() ? BETWEEN_STEPS_MILLIS : LONGEST_WAIT_MILLIS;
      }
    } catch (InterruptedException _) {
      // the program ends
    }
  }

  /** Whether there may be more at once. */
  private boolean step() {
    var now = clock.instant();
    var oldest = now.minus(kept);
    if (Duration.between(began, now).compareTo(ALL_AGAIN) >= 0 || now.isBefore(began)) {
      began = now;
      place = 0;
    }
    if (now.isBefore(nextLook) && Duration.between(now, nextLook).compareTo(BETWEEN_LOOKS) <= 0) {
      return false;
    }
    try {
      var done =
          committer.change(tx -> write(tx, place, oldest, now.minus(auditKept), now), _ -> {});
      place = done.place;
      nextLook = done.isAll ? now.plus(BETWEEN_LOOKS) : now;
      return !done.isAll;
    } catch (StoreBroken e) {
      return false; // the program ends
    } catch (RuntimeException e) {
      LOG.warn("old events cannot be removed at the moment: {}", e.getMessage());
      return false;
    }
  }

  private record Done(long place, boolean isAll) {}

  private record Old(long id, long firstDelivery, long owed, Instant acceptedAt) {
    long lastDelivery() {
      return firstDelivery + (owed - 1) * Id.STRIDE;
    }
  }

  private static Done write(Tx tx, long place, Instant oldest, Instant oldestOfAudit, Instant now) {
    Failpoint.BEFORE_RETENTION_STEP.hit();
    var some =
        tx.query(
            """
            select id, first_delivery, owed, accepted_at from event
             where id > ? and id < ?
             order by id
             limit ?
            """,
            row -> new Old(row.number(1), row.number(2), row.number(3), row.instant(4)),
            place,
            Id.firstAt(Math.max(0, oldest.toEpochMilli())),
            STEP);
    var left = STEP;
    var seen = place;
    for (var event : some) {
      if (event.acceptedAt.isBefore(oldest) && isSettled(tx, event, now)) {
        left -= removeDeliveries(tx, event, left);
        if (left <= 0) {
          return new Done(seen, false);
        }
        Records.removeAbout(tx, new EventId(event.id));
        tx.update("delete from event where id = ?", event.id);
      }
      seen = event.id;
    }
    if (some.size() == STEP) {
      return new Done(seen, false);
    }
    removeRest(tx, oldest);
    return new Done(seen, Audit.removeBefore(tx, oldestOfAudit, STEP) < STEP);
  }

  private static boolean isSettled(Tx tx, Old event, Instant now) {
    var lately = now.minus(SETTLED_FOR);
    return tx.find(
                """
                select 1 from delivery
                 where id between ? and ? and event = ? and (state = 0 or settled_at > ?)
                 limit 1
                """,
                row -> true,
                event.firstDelivery,
                event.lastDelivery(),
                event.id,
                lately)
            .isEmpty()
        && tx.find(
                """
                select 1 from delivery
                 where event = ? and origin <> 0 and (state = 0 or settled_at > ?)
                 limit 1
                """,
                row -> true,
                event.id,
                lately)
            .isEmpty()
        && isNowhere(tx, "fan_out", event)
        && isNowhere(tx, "notice", event)
        && isNowhere(tx, "effect", event)
        && !Records.isNeeded(tx, new EventId(event.id));
  }

  private static boolean isNowhere(Tx tx, String table, Old event) {
    return tx.find("select 1 from " + table + " where event = ? limit 1", row -> true, event.id)
        .isEmpty();
  }

  /** From the last one on, so that what is left is still a range. How many it removed. */
  private static int removeDeliveries(Tx tx, Old event, int most) {
    var owed =
        tx.query(
            """
            select id from delivery
             where id between ? and ? and event = ?
             order by id desc limit ?
            """,
            row -> row.number(1),
            event.firstDelivery,
            event.lastDelivery(),
            event.id,
            most);
    remove(tx, owed);
    if (!owed.isEmpty()) {
      var left = (owed.getLast() - event.firstDelivery) / Id.STRIDE;
      tx.update("update event set owed = ? where id = ?", left, event.id);
    }
    if (owed.size() == most) {
      return most;
    }
    var again =
        tx.query(
            "select id from delivery where event = ? and origin <> 0 limit ?",
            row -> row.number(1),
            event.id,
            most - owed.size());
    remove(tx, again);
    return owed.size() + again.size();
  }

  private static void remove(Tx tx, List<Long> deliveries) {
    tx.updateEach(
        "delete from attempt where delivery = ?", deliveries, (values, id) -> values.set(1, id));
    tx.updateEach(
        "delete from delivery where id = ?", deliveries, (values, id) -> values.set(1, id));
  }

  /** Replays that have ended, what is left of webhooks deleted long ago, and passing records. */
  private static void removeRest(Tx tx, Instant oldest) {
    var end = Id.firstAt(Math.max(0, oldest.toEpochMilli())); // ids grow with time
    tx.update(
        """
        delete from batch where id in
               (select id from batch where id < ? and due_at is null order by id limit ?)
        """,
        end,
        STEP);
    tx.update("delete from replay where id < ? and state <> 'RUNNING'", end);
    var gone =
        tx.query(
            """
            select w.id from webhook w
             where w.deleted_at is not null and w.deleted_at < ?
               and not exists (select 1 from delivery d where d.webhook = w.id)
             limit ?
            """,
            row -> row.number(1),
            oldest,
            STEP);
    gone.forEach(webhook -> Records.removeAbout(tx, new WebhookId(webhook)));
    Records.removePassed(tx, oldest, STEP);
    for (var table : List.of("webhook_count where webhook", "webhook where id")) {
      tx.updateEach("delete from " + table + " = ?", gone, (values, id) -> values.set(1, id));
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
