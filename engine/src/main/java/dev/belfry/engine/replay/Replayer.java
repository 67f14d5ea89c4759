package dev.belfry.engine.replay;

import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.delivery.DeliveryStore;
import dev.belfry.engine.delivery.NewDelivery;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Failpoint;
import dev.belfry.engine.store.Pages;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries replays out, a step at a time: first what there is to be made is counted, then it is
 * made, and how far it came is written with what was made, so a replay goes on after a restart.
 */
final class Replayer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Replayer.class);
  private static final int MOST_AT_ONCE = 8;
  private static final int STEP = 200;
  private static final int STEPS_A_SECOND = 10;
  private static final Duration AFTER_A_FAULT = Duration.ofSeconds(1);
  private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

  private final Database database;
  private final Committer committer;
  private final Webhooks webhooks;
  private final ReplayStore store;
  private final Candidates candidates;
  private final DeliveryStore deliveries;
  private final Deliverer deliverer;
  private final IdSource ids;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);
  private volatile boolean stopping;

  Replayer(
      Database database,
      Committer committer,
      Webhooks webhooks,
      ReplayStore store,
      Candidates candidates,
      DeliveryStore deliveries,
      Deliverer deliverer,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.committer = committer;
    this.webhooks = webhooks;
    this.store = store;
    this.candidates = candidates;
    this.deliveries = deliveries;
    this.deliverer = deliverer;
    this.ids = ids;
    this.clock = clock;
  }

  /** Goes on with those that ran when the program ended. */
  void start() {
    Pages.each(
        database,
        0L,
        store::running,
        stored -> stored.replay().id().value(),
        stored -> run(stored.replay().id()));
  }

  /** Begins a replay, or goes on with it, on a thread of its own. */
  void run(ReplayId id) {
    Thread.startVirtualThread(() -> {
      while (!stopping && !isEnded(id)) {
        // once more after a fault
      }
    });
  }

  /** Whether there is nothing more to be done; false after a fault, in a while. */
  private boolean isEnded(ReplayId id) {
    try {
      var stored = database.read(tx -> store.find(tx, id)).orElse(null);
      if (stored == null || stored.replay().state() != Replay.State.RUNNING) {
        return true;
      }
      if (stored.place() < 0) {
        count(stored);
      }
      makeAll(id, stored.replay().ratePerSecond());
      return true;
    } catch (RuntimeException e) {
      if (!stopping) {
        LOG.warn("{} cannot go on at the moment: {}", id, e.getMessage());
        waitUntil(clock.millis() + AFTER_A_FAULT.toMillis());
      }
      return false;
    }
  }

  private void count(ReplayStore.Stored stored) {
    var id = stored.replay().id();
    var beginning = Candidates.beginning(stored.replay().selection());
    var place = beginning;
    var found = 0L;
    while (!stopping) {
      var from = place;
      var page = database.read(tx -> page(tx, stored, from, Integer.MAX_VALUE));
      if (page == null) {
        break;
      }
      found += page.candidates().size();
      place = page.place();
      if (page.last()) {
        var all = found;
        committer.change(
            tx -> {
              store.counted(tx, id, all, beginning);
              return id;
            },
            _ -> {});
        return;
      }
    }
  }

  /** Null if the webhook is gone. */
  private Candidates.@Nullable Page page(Tx tx, ReplayStore.Stored stored, long place, int most) {
    var webhook = webhooks.find(stored.replay().webhook()).orElse(null);
    return webhook == null ? null : candidates.page(tx, stored, webhook, place, most);
  }

  private void makeAll(ReplayId id, @Nullable Double rate) {
    var most = rate == null ? STEP : (int) Math.clamp(rate / STEPS_A_SECOND, 1, STEP);
    var due = (double) clock.millis();
    while (!stopping) {
      var made = step(id, most);
      if (made < 0) {
        return;
      }
      if (rate != null) {
        due = Math.max(due, clock.millis() - 1000.0) + made * 1000 / rate;
        waitUntil((long) Math.ceil(due));
      }
    }
  }

  /** How many it made; negative if the replay has ended. */
  private int step(ReplayId id, int most) {
    places.acquireUninterruptibly();
    try {
      var found = database.read(tx -> look(tx, id, most));
      return committer.change(tx -> write(tx, id, found), this::handOver).made;
    } finally {
      places.release();
    }
  }

  private record Step(int made, @Nullable Webhook webhook) {
    private static final Step ENDED = new Step(-1, null);
  }

  /** What is to be made next, and from where on it was looked for. */
  private record Found(long from, Candidates.Page page) {}

  /** Outside of the transaction that makes them: filters may take long. Null if it has ended. */
  private @Nullable Found look(Tx tx, ReplayId id, int most) {
    var stored = store.find(tx, id).orElse(null);
    if (stored == null || stored.replay().state() != Replay.State.RUNNING) {
      return null;
    }
    var page = page(tx, stored, stored.place(), most);
    return page == null ? null : new Found(stored.place(), page);
  }

  private Step write(Tx tx, ReplayId id, @Nullable Found found) {
    var stored = store.find(tx, id).orElse(null);
    if (stored == null || stored.replay().state() != Replay.State.RUNNING) {
      return Step.ENDED;
    }
    var webhook = webhooks.find(stored.replay().webhook()).orElse(null);
    if (webhook == null || !webhook.state().matches()) {
      store.end(tx, id, Replay.State.CANCELLED);
      return Step.ENDED;
    }
    Failpoint.BEFORE_REPLAY_STEP.hit();
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    if (found == null || found.from != stored.place()) {
      return new Step(0, null);
    }
    var page = found.page;
    var rows = new ArrayList<NewDelivery>();
    for (var one : page.candidates()) {
      if (!candidates.isStillThere(tx, one)) {
        continue;
      }
      rows.add(
          NewDelivery.replayed(
              new DeliveryId(ids.next()),
              stored.tenantNumber(),
              one.event(),
              one.subject(),
              webhook,
              now,
              deliverer.due(webhook, now)));
    }
    deliveries.insert(tx, rows);
    store.advance(tx, id, rows.size(), page.place());
    if (page.last()) {
      store.end(tx, id, Replay.State.DONE);
    }
    return new Step(rows.size(), webhook);
  }

  private void handOver(Step step) {
    if (step.webhook != null && step.made > 0) {
      deliverer.dueInStore(step.webhook, clock.instant());
    }
  }

  private void waitUntil(long at) {
    while (!stopping && clock.millis() < at) {
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
  }

  @Override
  public void close() {
    stopping = true;
  }
}
