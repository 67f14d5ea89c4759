package dev.belfry.engine.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.audit.Change;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.NoSuchWebhook;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.engine.webhook.Webhooks;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Deliveries that try a webhook out, with an event of ours or of its dialect's choosing. They are
 * in no sum of what is owed; their attempts count.
 */
final class Trials {

  /** Begun at once, or under way of webhooks that are not active and have no lane to wait in. */
  private static final int MOST_AT_ONCE = 256;

  private final Committer committer;
  private final Audit audit;
  private final Tenants tenants;
  private final Webhooks webhooks;
  private final EventStore events;
  private final DeliveryStore deliveries;
  private final CountStore counts;
  private final Attempts attempts;
  private final Deliverer deliverer;
  private final DeliveryListener listener;
  private final IdSource ids;
  private final InstantSource clock;
  private final Semaphore places = new Semaphore(MOST_AT_ONCE);

  Trials(
      Committer committer,
      Audit audit,
      Tenants tenants,
      Webhooks webhooks,
      EventStore events,
      DeliveryStore deliveries,
      CountStore counts,
      Attempts attempts,
      Deliverer deliverer,
      DeliveryListener listener,
      IdSource ids,
      InstantSource clock) {
    this.committer = committer;
    this.audit = audit;
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.events = events;
    this.deliveries = deliveries;
    this.counts = counts;
    this.attempts = attempts;
    this.deliverer = deliverer;
    this.listener = listener;
    this.ids = ids;
    this.clock = clock;
  }

  /** One attempt of an event of type {@code belfry.test}, waited for. */
  Attempt attempt(Webhook webhook, Actor by) {
    tenants.demandNotSuspended(webhook.tenant());
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var event =
        new Event(
            new EventId(ids.next()),
            webhook.tenant(),
            now,
            Attributes.ofType("belfry.test"),
            Data.json(("{\"webhook\":\"" + webhook.id() + "\"}").getBytes(UTF_8)));
    var id = new DeliveryId(ids.next());
    var made = attempts.make(webhook, id, event, Origin.TEST, 0, 0, () -> null);
    var succeeded = made.outcome() instanceof Outcome.Succeeded;
    committer.change(
        tx -> {
          var tenant = tenants.number(webhook.tenant());
          events.insert(tx, List.of(new EventStore.Accepted(event, tenant, null, 0, 0)));
          deliveries.insertSettled(
              tx,
              new NewDelivery(id, tenant, event.id(), webhook.id(), Origin.TEST, now),
              succeeded ? DeliveryState.DELIVERED : DeliveryState.DEAD,
              made.attempt().error());
          deliveries.insertAttempt(tx, id, made.attempt());
          count(tx, webhook, id, made);
          tested(tx, tenant, webhook, id, by);
          return made;
        },
        _ -> {});
    tell(webhook, event, id, made);
    return made.attempt();
  }

  /**
   * One delivery, on disk and on its way. One of a webhook that is not active gets one attempt.
   *
   * @throws NoSuchWebhook if it was deleted meanwhile
   * @throws TooManyTrials if too many are under way already
   */
  DeliveryId begin(Webhook webhook, NewEvent given, Actor by) {
    tenants.demandNotSuspended(webhook.tenant());
    if (!places.tryAcquire()) {
      throw new TooManyTrials("too many webhooks are being tried out; try again in a while");
    }
    var isLeftToLane = true;
    try {
      var trial = store(webhook, given, by);
      isLeftToLane = trial.webhook.state() == WebhookState.ACTIVE;
      if (!isLeftToLane) {
        Thread.startVirtualThread(() -> attemptOnce(trial));
      }
      return trial.delivery.id();
    } finally {
      if (isLeftToLane) {
        places.release();
      }
    }
  }

  /** Stored, and in its lane if the webhook is active. */
  private Trial store(Webhook webhook, NewEvent given, Actor by) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var tenant = tenants.number(webhook.tenant());
    var event =
        new Event(new EventId(ids.next()), webhook.tenant(), now, given.attributes(), given.data());
    var delivery =
        new NewDelivery(
            new DeliveryId(ids.next()), tenant, event.id(), webhook.id(), Origin.TEST, now);
    return committer.change(
        tx -> {
          var current = current(webhook);
          events.insert(tx, List.of(new EventStore.Accepted(event, tenant, null, 0, 0)));
          deliveries.insert(tx, List.of(delivery));
          tested(tx, tenant, webhook, delivery.id(), by);
          return new Trial(current, delivery, event);
        },
        trial -> {
          if (trial.webhook.state() == WebhookState.ACTIVE) {
            deliverer.offer(
                List.of(new Deliverer.Offer(delivery, event, trial.webhook, event.size())));
          }
        });
  }

  private void tested(Tx tx, long tenant, Webhook webhook, DeliveryId delivery, Actor by) {
    audit.record(
        tx,
        tenant,
        by,
        "webhook.tested",
        webhook.id().toString(),
        new Change().of("delivery", null, delivery.toString()));
  }

  private Webhook current(Webhook webhook) {
    return webhooks
        .find(webhook.id())
        .orElseThrow(() -> new NoSuchWebhook("there is no webhook " + webhook.id()));
  }

  private void attemptOnce(Trial trial) {
    try {
      var made =
          attempts.make(
              trial.webhook, trial.delivery.id(), trial.event, Origin.TEST, 0, 0, () -> null);
      committer.changeLater(
          tx -> {
            if (deliveries.isThere(tx, trial.delivery.id())) { // its tenant may be gone
              settle(tx, trial.webhook, trial.delivery, made);
            }
            return made;
          },
          _ -> {});
      tell(trial.webhook, trial.event, trial.delivery.id(), made);
    } finally {
      places.release();
    }
  }

  private void settle(Tx tx, Webhook webhook, NewDelivery delivery, Attempts.Made made) {
    var succeeded = made.outcome() instanceof Outcome.Succeeded;
    count(tx, webhook, delivery.id(), made);
    deliveries.insertAttempt(tx, delivery.id(), made.attempt());
    deliveries.settle(
        tx,
        List.of(
            new DeliveryStore.Settlement(
                delivery.id(),
                succeeded ? DeliveryState.DELIVERED : DeliveryState.DEAD,
                made.attempt().error(),
                1,
                1,
                null,
                made.endedAt())));
  }

  /** Never one more failure in a row: nothing that is owed has failed. */
  private void count(Tx tx, Webhook webhook, DeliveryId delivery, Attempts.Made made) {
    var batch = new CountStore.Batch();
    var sums = batch.of(webhook.id());
    sums.attempts = 1;
    if (made.outcome() instanceof Outcome.Succeeded) {
      sums.lastSuccess = made.endedAt();
    } else {
      sums.lastFailure = made.endedAt();
      sums.failures = 1;
      sums.failedDelivery = delivery.value();
      sums.failedNumber = (long) made.attempt().number();
    }
    counts.add(tx, batch);
  }

  private void tell(Webhook webhook, Event event, DeliveryId delivery, Attempts.Made made) {
    listener.attempted(
        new DeliveryListener.Told(
            webhook, event, delivery, Origin.TEST, made.attempt(), made.next()));
  }

  private record Trial(Webhook webhook, NewDelivery delivery, Event event) {}
}
