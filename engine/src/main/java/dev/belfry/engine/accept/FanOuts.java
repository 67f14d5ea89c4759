package dev.belfry.engine.accept;

import dev.belfry.engine.delivery.CountStore;
import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.delivery.DeliveryStore;
import dev.belfry.engine.delivery.NewDelivery;
import dev.belfry.engine.delivery.Origin;
import dev.belfry.engine.event.DamagedEvent;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.id.Id;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Failpoint;
import dev.belfry.engine.store.Group;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the deliveries of events owed to very many webhooks, a step of some milliseconds at a time
 * and one event after the other in turn, so that nobody else waits. The list of webhooks was stored
 * with the event and each step takes its part off it, so a crash only means that the steps go on
 * after the next start, and memory holds one part however many lists there are.
 */
final class FanOuts implements Group<FanOuts.Step> {

  private static final Logger LOG = LoggerFactory.getLogger(FanOuts.class);

  private final Database database;
  private final EventStore events;
  private final DeliveryStore deliveries;
  private final CountStore counts;
  private final Webhooks webhooks;
  private final Deliverer deliverer;
  private final Consumer<Step> queue;
  private boolean stepping;

  /** The event of the step before: the next one goes first. One thread's. */
  private long turn;

  /** The event of the step before, as long as it is the same. One thread's. */
  private @Nullable Event kept;

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
    private boolean found;
    private final List<Deliverer.Offer> offers = new ArrayList<>();
    private final List<Webhook> toLoad = new ArrayList<>();
    private final List<Runnable> told = new ArrayList<>();
    private Instant acceptedAt = Instant.EPOCH;
  }

  /** A part of a list, and the event it is of. */
  private record Part(
      EventId event, int at, byte[] webhooks, long tenant, long firstDelivery, Instant acceptedAt) {

    DeliveryId delivery(int index) {
      return new DeliveryId(firstDelivery + (at + index) * Id.STRIDE);
    }

    /** Of a webhook that is gone, or of an event that cannot be read. */
    NewDelivery plain(int index, long webhook) {
      return new NewDelivery(
          delivery(index), tenant, event, new WebhookId(webhook), Origin.EVENT, acceptedAt);
    }
  }

  /** Takes up what was not finished before the start. */
  void start() {
    if (database.read(tx -> after(tx, 0)).isPresent()) {
      wake();
    }
  }

  /** Stores the list, as part of accepting the event. */
  static void insert(Tx tx, FanOut fanOut) {
    tx.updateEach(
        "insert into fan_out (event, at, webhooks) values (?, ?, ?)",
        fanOut.parts(),
        (values, part) -> {
          values.set(1, fanOut.event().value());
          values.set(2, part.at());
          values.set(3, part.webhooks());
        });
  }

  /** There are lists to be expanded. */
  synchronized void wake() {
    if (!stepping) {
      stepping = true;
      queue.accept(new Step());
    }
  }

  @Override
  public void write(Tx tx, List<Step> steps) {
    for (var step : steps) {
      var next = after(tx, turn).or(() -> after(tx, 0));
      step.found = next.isPresent();
      if (next.isPresent()) {
        turn = next.get().event.value();
        write(tx, step, next.get());
      }
    }
  }

  private static Optional<Part> after(Tx tx, long event) {
    return tx.find(
        """
        select f.event, f.at, f.webhooks, e.tenant, e.first_delivery, e.accepted_at
          from fan_out f join event e on e.id = f.event
         where f.event > ?
         order by f.event, f.at
         limit 1
        """,
        row ->
            new Part(
                new EventId(row.number(1)),
                (int) row.number(2),
                row.bytes(3),
                row.number(4),
                row.number(5),
                row.instant(6)),
        event);
  }

  private void write(Tx tx, Step step, Part part) {
    Failpoint.BEFORE_FAN_OUT_STEP.hit();
    var numbers = FanOut.webhooksOf(part.webhooks);
    var event = event(tx, part.event);
    var rows = new ArrayList<NewDelivery>(numbers.length);
    var batch = new CountStore.Batch();
    var gone = new ArrayList<NewDelivery>();
    clear(step);
    step.acceptedAt = part.acceptedAt;
    for (int i = 0; i < numbers.length; i++) {
      var webhook = webhooks.find(new WebhookId(numbers[i])).orElse(null);
      var row =
          webhook == null || event == null
              ? part.plain(i, numbers[i])
              : NewDelivery.owed(
                  part.delivery(i),
                  part.tenant,
                  event,
                  webhook,
                  deliverer.due(webhook, part.acceptedAt));
      rows.add(row);
      batch.made(row.webhook());
      if (webhook == null || !webhook.state().matches()) {
        gone.add(row);
      } else if (event == null) {
        step.toLoad.add(webhook);
      } else {
        var weight = 512 + event.size() / numbers.length;
        step.offers.add(new Deliverer.Offer(row, event, webhook, weight));
      }
    }
    var behind = deliveries.insert(tx, rows);
    step.offers.removeIf(offer -> behind.contains(offer.delivery().id()));
    counts.add(tx, batch);
    gone.forEach(row -> step.told.add(deliverer.settleOfClosed(tx, row)));
    tx.update("delete from fan_out where event = ? and at = ?", part.event.value(), part.at);
  }

  /** A step that was rolled back is written once more. */
  private static void clear(Step step) {
    step.offers.clear();
    step.toLoad.clear();
    step.told.clear();
  }

  /** Null if it is damaged or erased: its deliveries end when they are loaded. */
  private @Nullable Event event(Tx tx, EventId id) {
    if (kept != null && events.isErased(tx, kept.id())) {
      kept = null;
    }
    if (kept == null || !kept.id().equals(id)) {
      try {
        kept = events.find(tx, id).filter(event -> !event.isErased()).orElse(null);
      } catch (DamagedEvent e) {
        kept = null;
      }
    }
    return kept;
  }

  @Override
  public void written(List<Step> steps) {
    var found = false;
    for (var step : steps) {
      found |= step.found;
      step.told.forEach(Runnable::run);
      deliverer.offer(step.offers);
      step.toLoad.forEach(webhook -> deliverer.dueInStore(webhook, step.acceptedAt));
    }
    goOn(found);
  }

  private synchronized void goOn(boolean found) {
    if (found) {
      queue.accept(new Step());
    } else {
      stepping = false;
      kept = null;
    }
  }

  @Override
  public void failed(List<Step> steps, RuntimeException why) {
    LOG.error("a fan-out could not be expanded; it goes on with the next one, or at a start", why);
    goOn(false);
  }

  @Override
  public boolean waitsForRoom() {
    return true;
  }
}
