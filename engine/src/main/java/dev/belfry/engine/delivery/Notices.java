package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.StoreBusy;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells receivers what became of their webhook: durable, by the rules of its dialect, whatever
 * state it is in. One at a time for each webhook, in order, and not while an event's request is
 * under way. No event owes them, so they are in no sum; when settled they can be read like
 * deliveries.
 */
public final class Notices implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Notices.class);
  private static final int MOST_AT_ONCE = 64;
  private static final int LOOK_AT = 1000;

  /** A suspended tenant's are looked at again after so long. */
  private static final Duration WHILE_SUSPENDED = Duration.ofMinutes(1);

  /** The clock may be turned by hand, so no pause is long. */
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  private final Database database;
  private final Committer committer;
  private final Tenants tenants;
  private final Webhooks webhooks;
  private final EventStore events;
  private final NoticeStore store = new NoticeStore();
  private final DeliveryStore deliveries;
  private final Attempts attempts;
  private final Lanes lanes;
  private final DeliveryListener listener;
  private final IdSource ids;
  private final InstantSource clock;
  private final Thread thread;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private final Set<WebhookId> underWay = ConcurrentHashMap.newKeySet();

  /** Keeps that it was rung, also while the thread looks. */
  private final Semaphore bell = new Semaphore(0);

  private volatile boolean closing;

  Notices(
      Database database,
      Committer committer,
      Tenants tenants,
      Webhooks webhooks,
      EventStore events,
      DeliveryStore deliveries,
      Attempts attempts,
      Lanes lanes,
      DeliveryListener listener,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.committer = committer;
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.events = events;
    this.deliveries = deliveries;
    this.attempts = attempts;
    this.lanes = lanes;
    this.listener = listener;
    this.ids = ids;
    this.clock = clock;
    this.thread = Thread.ofVirtual().name("belfry-notices").unstarted(this::run);
  }

  /** Takes up what was not settled before the start. */
  public void start() {
    thread.start();
  }

  /** Has a webhook's receiver told of an event, as part of the transaction that changed it. */
  public void add(Tx tx, long tenantNumber, EventId event, WebhookId webhook) {
    store.insert(
        tx,
        new NoticeStore.Notice(
            new DeliveryId(ids.next()), tenantNumber, event, webhook, 0, clock.instant()));
  }

  /** What was added is on disk. */
  public void wake() {
    bell.release();
  }

  private void run() {
    while (!closing) {
      var next = Instant.EPOCH;
      try {
        next = look();
      } catch (StoreBusy _) {
        // the next look comes soon
      } catch (RuntimeException e) {
        LOG.error("notices could not be looked at", e);
      }
      await(next);
      bell.drainPermits();
    }
  }

  /** Until that time, or until rung; a short while at least if it is not rung. */
  private void await(Instant next) {
    if (next.equals(Instant.MAX)) {
      bell.acquireUninterruptibly();
      return;
    }
    do {
      if (rungWithin(LOOK_EVERY)) {
        return;
      }
    } while (clock.instant().isBefore(next));
  }

  private boolean rungWithin(Duration wait) {
    try {
      return bell.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts this thread", e);
    }
  }

  /** When the next look is due, if nothing happens before. */
  private Instant look() {
    var next = Instant.MAX;
    var waiting = database.read(tx -> store.first(tx, LOOK_AT));
    var now = clock.instant();
    for (var notice : waiting) {
      var isFree =
          !notice.due().isAfter(now) && lanes.changes().underWay(notice.webhook()).isEmpty();
      if (isFree && underWay.add(notice.webhook())) {
        if (!places.tryAcquire()) {
          underWay.remove(notice.webhook());
          return Instant.MAX; // who gives a place back rings
        }
        Thread.startVirtualThread(() -> tell(notice));
      }
      next = notice.due().isBefore(next) ? notice.due() : next;
    }
    return next;
  }

  private void tell(NoticeStore.Notice notice) {
    try {
      if (!database.read(tx -> store.isAsRead(tx, notice))) {
        return; // told between the look and this
      }
      var webhook = webhooks.find(notice.webhook()).orElse(null);
      var event = database.read(tx -> events.find(tx, notice.event())).orElse(null);
      if (webhook == null || event == null) {
        settle(notice, null, null);
        return;
      }
      if (tenants.isSuspended(webhook.tenant())) {
        postpone(notice);
        return;
      }
      var made =
          attempts.make(
              webhook,
              notice.id(),
              event,
              Origin.NOTICE,
              notice.attempts(),
              notice.attempts(),
              () -> null);
      if (!closing) {
        settle(notice, webhook, made);
        listener.attempted(
            new DeliveryListener.Told(
                webhook, event, notice.id(), Origin.NOTICE, made.attempt(), made.next()));
      }
    } catch (RuntimeException e) {
      LOG.error("notice {} could not be given; it is tried again", notice.id(), e);
      LockSupport.parkNanos(LOOK_EVERY.toNanos() * 50);
    } finally {
      underWay.remove(notice.webhook());
      places.release();
      wake();
    }
  }

  /** Nothing goes out at the moment; what was tried so far still counts. */
  private void postpone(NoticeStore.Notice notice) {
    var due = clock.instant().plus(WHILE_SUSPENDED);
    committer.change(
        tx -> {
          store.postpone(tx, notice.id(), notice.attempts(), due);
          return notice;
        },
        _ -> {});
  }

  private void settle(
      NoticeStore.Notice notice, @Nullable Webhook webhook, Attempts.@Nullable Made made) {
    committer.change(
        tx -> {
          if (made == null) {
            store.delete(tx, notice.id());
          } else {
            deliveries.insertAttempt(tx, notice.id(), made.attempt());
            write(tx, notice, made);
          }
          return notice;
        },
        _ -> {});
    if (webhook != null && made != null && made.next() instanceof NextStep.Disable(var reason)) {
      webhooks.disableLater(
          webhook.id(), before -> attempts.disabled(webhook, before, reason, made.attempt()));
    }
  }

  private void write(Tx tx, NoticeStore.Notice notice, Attempts.Made made) {
    var count = notice.attempts() + 1;
    switch (made.next()) {
      case NextStep.RetryAt(var due, _) -> store.postpone(tx, notice.id(), count, due);
      case NextStep.Finish _ ->
          settled(tx, notice, DeliveryState.DELIVERED, null, count, made.endedAt());
      case NextStep.GiveUp(var reason, _) ->
          settled(tx, notice, DeliveryState.DEAD, reason, count, made.endedAt());
      case NextStep.Disable(var reason) ->
          settled(tx, notice, DeliveryState.DEAD, reason, count, made.endedAt());
    }
  }

  private void settled(
      Tx tx,
      NoticeStore.Notice notice,
      DeliveryState state,
      @Nullable String reason,
      int count,
      Instant at) {
    store.insertSettled(tx, notice, state, reason, count, at);
    store.delete(tx, notice.id());
  }

  /** Ends; what is under way is told again at the next start. */
  @Override
  public void close() {
    closing = true;
    bell.release();
  }
}
