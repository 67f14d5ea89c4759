package dev.belfry.engine.delivery;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Failpoint;
import dev.belfry.engine.store.Pages;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Brings deliveries to their targets: a virtual thread per attempt under way, straight-line code.
 * What waits in memory is in the {@link Lanes}; what does not fit there is loaded from the store as
 * they drain.
 */
public final class Deliverer implements AutoCloseable {

  private static final int MOST_IN_FLIGHT = 4096;
  private static final long BYTES_IN_MEMORY = 64L << 20;

  /** Until what could not be made or recorded is tried again. */
  static final Duration AFTER_A_FAULT = Duration.ofSeconds(5);

  private final Database database;
  private final Webhooks webhooks;
  private final CountStore counts;
  private final Attempts attempts;
  private final LaneLoader loader;
  private final InstantSource clock;
  private final Lanes lanes;
  private final Settling settling;
  private final LookTimer timer;
  private final Loads loads;
  private final Workers workers;
  private final List<FailureListener> failureListeners = new CopyOnWriteArrayList<>();

  public Deliverer(
      Database database,
      Committer committer,
      Tenants tenants,
      Webhooks webhooks,
      DeliveryStore deliveries,
      EventDeliveries ofEvents,
      CountStore counts,
      Attempts attempts,
      BatchStore batches,
      Gatherings gatherings,
      DeliveryListener listener,
      InstantSource clock) {
    this.database = database;
    this.webhooks = webhooks;
    this.counts = counts;
    this.attempts = attempts;
    this.clock = clock;
    this.timer = new LookTimer(clock, this::look);
    this.loads = new Loads(this::load);
    this.lanes =
        new Lanes(
            clock,
            new LaneLimits(
                MOST_IN_FLIGHT,
                BYTES_IN_MEMORY,
                attempts::hasBreaker,
                attempts::gathering,
                tenant -> tenants.find(tenant).filter(Tenant::suspended).isEmpty()),
            new Lanes.Wanted() {
              @Override
              public void load(Lane lane) {
                loads.want(lane);
              }

              @Override
              public void lookAt(Lane lane, long at) {
                timer.lookAt(lane, at);
              }
            });
    this.settling =
        new Settling(committer, webhooks, deliveries, ofEvents, counts, lanes, listener, clock);
    this.loader =
        new LaneLoader(
            database, webhooks, deliveries, attempts, gatherings, lanes, settling, clock);
    var record =
        committer.register(
            new Recorder(
                deliveries,
                counts,
                webhooks,
                listener,
                new FailureWatch(counts, webhooks, attempts::failureLimit, failureListeners),
                lanes,
                batches,
                (last, before, reason) ->
                    attempts.disabled(last.webhook(), before, reason, last.attempt()),
                this::recorded,
                this::unrecorded));
    this.workers = new Workers(lanes, webhooks, settling, attempts, record, listener, clock);
    webhooks.addHook(settling);
    tenants.whenChanged(this::adapt);
  }

  /** A tenant that is suspended sends nothing; what it is owed waits. */
  private void adapt(Tenant tenant) {
    webhooks
        .list(tenant.id(), _ -> true, null, Integer.MAX_VALUE)
        .forEach(webhook -> lanes.changes().adapt(webhook, false));
    startWorkers();
  }

  /** Runs what tells of changes of one transaction: between them nothing goes out. */
  public void together(Runnable changes) {
    settling.together(changes);
  }

  /** Has {@code told} hear of failures from now on. */
  public void addFailureListener(FailureListener told) {
    failureListeners.add(told);
  }

  /** Takes up what is pending in the store. What was in flight at a crash is due like the rest. */
  public void start() {
    timer.start();
    Pages.each(
        database,
        0L,
        counts::failing,
        CountStore.Failing::number,
        failing ->
            webhooks
                .find(failing.webhook())
                .ifPresent(webhook -> lanes.changes().remember(webhook, failing.since())));
    Pages.each(database, 0L, Backlogs::some, Backlogs.Backlog::number, this::takeUp);
    startWorkers();
  }

  private void takeUp(Backlogs.Backlog backlog) {
    Failpoint.BEFORE_TAKE_UP.hit();
    var webhook = webhooks.find(backlog.webhook()).orElse(null);
    var ending = Ending.of(webhook);
    if (ending != null) {
      settling.settleRest(backlog.webhook(), ending);
    } else if (webhook != null) {
      lanes.dueInStore(webhook, Instant.ofEpochMilli(backlog.firstDue()));
    }
  }

  /** Takes in deliveries that were just stored. */
  public void offer(List<Offer> offers) {
    lanes.offer(
        offers.stream()
            .map(offer ->
                new Lanes.Offer(
                    offer.webhook,
                    new Due(
                        offer.delivery.id(),
                        offer.delivery.tenantNumber(),
                        offer.delivery.origin(),
                        offer.event,
                        0,
                        0,
                        offer.weight,
                        offer.delivery.orderKey()),
                    offer.delivery.dueAt().toEpochMilli()))
            .toList());
    startWorkers();
  }

  /**
   * A delivery that was just stored.
   *
   * @param weight about what its event takes in memory, in bytes, shared by all that it is owed to
   */
  public record Offer(
      NewDelivery delivery, dev.belfry.engine.event.Event event, Webhook webhook, int weight) {}

  /**
   * Settles a delivery just stored whose webhook takes no more, in the same transaction. The answer
   * is to be run when that is on disk.
   */
  public Runnable settleOfClosed(Tx tx, NewDelivery delivery) {
    return settling.settleOfClosed(tx, delivery);
  }

  /** What an event carried was erased: what is under way must not keep anything either. */
  public void erased(TenantId tenant, EventId event) {
    lanes.changes().erase(tenant, event);
  }

  /** Calls off what is pending of an event whose data was erased. */
  public void cancelErased(EventId event) {
    settling.cancelErased(event);
  }

  /** When what is accepted now for this webhook is due: at once, or when it has been gathered. */
  public Instant due(Webhook webhook, Instant acceptedAt) {
    return attempts.due(webhook, acceptedAt);
  }

  Settling settling() {
    return settling;
  }

  /** How many lanes are busy, waiting with something to send, or tripped by their breaker. */
  public Map<String, Long> laneStates() {
    var counts = lanes.counts();
    return Map.of(
        "busy", (long) counts.busy(),
        "waiting", (long) counts.waiting(),
        "tripped", (long) counts.tripped());
  }

  Lanes lanes() {
    return lanes;
  }

  /** Says that the store has something of this webhook that is or will be due then. */
  public void dueInStore(Webhook webhook, Instant due) {
    lanes.dueInStore(webhook, due);
    startWorkers();
  }

  /** Whether an attempt of this tenant is under way, or was made and is not on disk yet. */
  public boolean hasUnderWay(TenantId tenant) {
    return lanes.changes().hasUnderWay(tenant);
  }

  /** Forgets a tenant that is gone. */
  public void forget(TenantId tenant) {
    lanes.changes().forget(tenant);
  }

  /** Whether nothing can be done before the clock moves on or something new comes in. */
  public boolean isQuiet() {
    return !workers.areRunning() && lanes.isQuiet();
  }

  /** Starts what may go out now. */
  void startWorkers() {
    workers.start();
  }

  private void recorded(List<Recorded> all) {
    lanes.recorded(all);
    startWorkers();
  }

  private void unrecorded(List<Recorded> all) {
    lanes.unrecorded(all, clock.millis() + AFTER_A_FAULT.toMillis());
  }

  private void look(Lane lane) {
    Failpoint.BEFORE_LOOK.hit();
    lanes.look(lane);
    startWorkers();
  }

  private void load(Lane lane) {
    if (!workers.areStopping()) {
      loader.load(lane);
      startWorkers();
    }
  }

  /**
   * Waits until the attempts under way have ended, at most {@code atMost}; those that last longer
   * are not recorded, so they are due at the next start.
   */
  public void stop(Duration atMost) {
    timer.close();
    workers.stop(atMost);
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }
}
