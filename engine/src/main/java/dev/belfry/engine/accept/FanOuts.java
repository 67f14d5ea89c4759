package dev.belfry.engine.accept;

import dev.belfry.engine.delivery.CountStore;
import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.delivery.DeliveryStore;
import dev.belfry.engine.delivery.NewDelivery;
import dev.belfry.engine.delivery.Origin;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.id.Id;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Failpoint;
import dev.belfry.engine.store.Group;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.Webhooks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the deliveries of events owed to very many webhooks, a step of some milliseconds at a time
 * and one event after the other in turn, so that nobody else waits. The list of webhooks was stored
 * with the event, so a crash only means that the steps go on after the next start.
 */
final class FanOuts implements Group<FanOuts.Step> {

  private static final int STEP = 500;

  private final Database database;
  private final EventStore events;
  private final DeliveryStore deliveries;
  private final CountStore counts;
  private final Webhooks webhooks;
  private final Deliverer deliverer;
  private final Consumer<Step> queue;
  private final ArrayDeque<FanOut> waiting = new ArrayDeque<>();
  private boolean stepping;

  FanOuts(
      Database database,
      Committer committer,
      EventStore events,
      DeliveryStore deliveries,
      CountStore counts,
      Webhooks webhooks,
      Deliverer deliverer) {
    this.database = database;
    this.events = events;
    this.deliveries = deliveries;
    this.counts = counts;
    this.webhooks = webhooks;
    this.deliverer = deliverer;
    this.queue = committer.register(this);
  }

  /** One step of whichever is next. */
  static final class Step {
    private @Nullable FanOut after;
    private List<Deliverer.Offer> offers = List.of();
  }

  /** Takes up what was not finished before the start. */
  void start() {
    var unfinished =
        database.read(tx ->
            tx.query(
                """
                select f.event, f.webhooks, f.done, e.tenant, e.first_delivery
                  from fan_out f join event e on e.id = f.event
                 order by f.event
                """,
                row ->
                    events
                        .find(tx, new EventId(row.number(1)))
                        .map(event ->
                            new FanOut(
                                event,
                                row.number(4),
                                FanOut.webhooksOf(row.bytes(2)),
                                row.number(5),
                                (int) row.number(3)))));
    unfinished.forEach(fanOut -> fanOut.ifPresent(this::add));
  }

  /** Stores the list, as part of accepting the event. */
  static void insert(Tx tx, FanOut fanOut) {
    tx.update(
        "insert into fan_out (event, webhooks, done) values (?, ?, 0)",
        fanOut.event().id().value(),
        fanOut.webhooksAsBytes());
  }

  synchronized void add(FanOut fanOut) {
    waiting.add(fanOut);
    if (!stepping) {
      stepping = true;
      queue.accept(new Step());
    }
  }

  @Override
  public void write(Tx tx, List<Step> steps) {
    for (var step : steps) {
      FanOut next;
      synchronized (this) {
        next = waiting.peek();
      }
      if (next != null) {
        write(tx, step, next);
      }
    }
  }

  private void write(Tx tx, Step step, FanOut fanOut) {
    Failpoint.BEFORE_FAN_OUT_STEP.hit();
    var until = Math.min(fanOut.done() + STEP, fanOut.webhooks().length);
    var rows = new ArrayList<NewDelivery>();
    var offers = new ArrayList<Deliverer.Offer>();
    var batch = new CountStore.Batch();
    var gone = new ArrayList<NewDelivery>();
    for (int i = fanOut.done(); i < until; i++) {
      var webhookId = new WebhookId(fanOut.webhooks()[i]);
      var row =
          new NewDelivery(
              new DeliveryId(fanOut.firstDelivery() + i * Id.STRIDE),
              fanOut.tenantNumber(),
              fanOut.event().id(),
              webhookId,
              Origin.EVENT,
              fanOut.event().acceptedAt());
      rows.add(row);
      batch.owed(fanOut.tenantNumber(), webhookId);
      var webhook = webhooks.find(webhookId).orElse(null);
      if (webhook == null || !webhook.state().matches()) {
        gone.add(row);
      } else {
        var weight = 512 + fanOut.event().size() / fanOut.webhooks().length;
        offers.add(new Deliverer.Offer(row, fanOut.event(), webhook, weight));
      }
    }
    deliveries.insert(tx, rows);
    counts.add(tx, batch);
    gone.forEach(row -> deliverer.settleOfClosed(tx, row));
    var after = fanOut.advancedTo(until);
    if (after.isFinished()) {
      tx.update("delete from fan_out where event = ?", fanOut.event().id().value());
    } else {
      tx.update("update fan_out set done = ? where event = ?", until, fanOut.event().id().value());
    }
    step.after = after;
    step.offers = offers;
  }

  @Override
  public void written(List<Step> steps) {
    for (var step : steps) {
      deliverer.offer(step.offers);
      synchronized (this) {
        waiting.poll();
        if (step.after != null && !step.after.isFinished()) {
          waiting.add(step.after);
        }
        stepping = !waiting.isEmpty();
        if (stepping) {
          queue.accept(new Step());
        }
      }
    }
  }

  @Override
  public void failed(List<Step> steps, RuntimeException why) {
    synchronized (this) {
      stepping = false;
    }
  }

  @Override
  public boolean waitsForRoom() {
    return true;
  }
}
