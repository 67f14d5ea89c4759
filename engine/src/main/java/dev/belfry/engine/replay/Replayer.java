package dev.belfry.engine.replay;

import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.delivery.DeliveryStore;
import dev.belfry.engine.delivery.NewDelivery;
import dev.belfry.engine.event.EventStore;
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

  private final Database database;
  private final Committer committer;
  private final Webhooks webhooks;
  private final ReplayStore store;
  private final Search search;
  private final Runs runs;
  private final EventStore events;
  private final DeliveryStore deliveries;
  private final Deliverer deliverer;
  private final IdSource ids;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  Replayer(
      Database database,
      Committer committer,
      Webhooks webhooks,
      ReplayStore store,
      EventStore events,
      DeliveryStore deliveries,
      Deliverer deliverer,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.committer = committer;
    this.webhooks = webhooks;
    this.store = store;
    this.runs = new Runs(clock);
    this.search = new Search(database, store, events, webhooks, runs);
    this.events = events;
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
    var run = runs.begin(id);
    if (run != null) {
      Thread.startVirtualThread(() -> runToItsEnd(run));
    }
  }

  /** It goes no further. */
  void callOff(ReplayId id) {
    runs.callOff(id);
  }

  /** How many have a thread. */
  int running() {
    return runs.size();
  }

  private void runToItsEnd(Runs.Run run) {
    try {
      while (!run.isOff() && !isEnded(run)) {
        // once more after a fault
      }
    } finally {
      runs.end(run);
    }
  }

  /** Whether there is nothing more to be done; false after a fault, in a while. */
  private boolean isEnded(Runs.Run run) {
    try {
      var stored = search.find(run.id()).orElse(null);
      if (stored == null || stored.replay().state() != Replay.State.RUNNING) {
        return true;
      }
      if (stored.place() < 0) {
        count(run, stored);
      }
      makeAll(run, stored);
      return true;
    } catch (RuntimeException e) {
      if (!run.isOff()) {
        LOG.warn("{} cannot go on at the moment: {}", run.id(), e.getMessage());
        runs.sleep(run, clock.millis() + AFTER_A_FAULT.toMillis());
      }
      return false;
    }
  }

  /** Goes on where a fault stopped it. */
  private void count(Runs.Run run, ReplayStore.Stored stored) {
    var beginning = Candidates.beginning(stored.replay().selection());
    if (run.countedTo == Runs.Run.NOT_YET) {
      run.countedTo = beginning;
    }
    while (!run.isOff()) {
      var page = search.next(run, stored.tenantNumber(), run.countedTo, Integer.MAX_VALUE);
      if (page == null) {
        break;
      }
      run.counted += page.candidates().size();
      run.countedTo = page.place();
      if (page.last()) {
        committer.change(
            tx -> {
              store.counted(tx, run.id(), run.counted, beginning);
              return run;
            },
            _ -> {});
        return;
      }
    }
  }

  private void makeAll(Runs.Run run, ReplayStore.Stored stored) {
    var rate = stored.replay().ratePerSecond();
    var most = rate == null ? STEP : (int) Math.clamp(rate / STEPS_A_SECOND, 1, STEP);
    var due = (double) clock.millis();
    while (!run.isOff()) {
      var made = step(run, stored.tenantNumber(), most);
      if (made < 0) {
        return;
      }
      if (rate != null) {
        due = Math.max(due, clock.millis() - 1000.0) + made * 1000 / rate;
        runs.sleep(run, (long) Math.ceil(due));
      }
    }
  }

  /** How many it made; negative if the replay has ended. */
  private int step(Runs.Run run, long tenant, int most) {
    var found = search.next(run, tenant, null, most);
    if (run.isOff()) {
      return Step.ENDED.made;
    }
    places.acquireUninterruptibly();
    try {
      return committer.change(tx -> write(tx, run.id(), found), this::handOver).made;
    } finally {
      places.release();
    }
  }

  private record Step(int made, @Nullable Webhook webhook) {
    private static final Step ENDED = new Step(-1, null);
  }

  private Step write(Tx tx, ReplayId id, Search.@Nullable Page page) {
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
    if (page == null || page.from() != stored.place()) {
      return new Step(0, null);
    }
    var rows = new ArrayList<NewDelivery>();
    for (var one : page.candidates()) {
      if (events.isErased(tx, one.event())) {
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

  @Override
  public void close() {
    runs.close();
  }
}
