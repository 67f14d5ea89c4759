package dev.belfry.engine.delivery;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.audit.Change;
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
 * Deliveries that try a webhook out with an event of its dialect's choosing, without waiting for
 * the answer. They are in no sum of what is owed.
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
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * One delivery, on disk and on its way. One of a webhook that is not active gets one attempt.
   *
   * @throws NoSuchWebhook if it was deleted meanwhile
   * @throws TooManyTrials if too many are under way already
   */
  DeliveryId begin(Webhook webhook, NewEvent given, Actor by) {
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
          audit.record(
              tx,
              tenant,
              by,
              "webhook.tested",
              webhook.id().toString(),
              new Change().of("delivery", null, delivery.id().toString()));
          return new Trial(current, delivery, event);
        },
        trial -> {
          if (trial.webhook.state() == WebhookState.ACTIVE) {
            deliverer.offer(
                List.of(new Deliverer.Offer(delivery, event, trial.webhook, event.size())));
          }
        });
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
    } finally {
      places.release();
    }
  }

  private void settle(Tx tx, Webhook webhook, NewDelivery delivery, Attempts.Made made) {
    var succeeded = made.outcome() instanceof Outcome.Succeeded;
    var batch = new CountStore.Batch();
    var sums = batch.of(webhook.id());
    sums.attempts = 1;
    sums.lastSuccess = succeeded ? made.endedAt() : null;
    sums.lastFailure = succeeded ? null : made.endedAt();
    counts.add(tx, batch);
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

  private record Trial(Webhook webhook, NewDelivery delivery, Event event) {}
}
