package dev.belfry.engine.delivery;

import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.engine.webhook.Webhooks;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts one event to the receivers that may say something about it, all at once, and waits for what
 * they say. One attempt each, never made again; event and attempts are recorded, but are in no sum
 * of what is owed.
 */
public final class Asker {

  private static final Logger LOG = LoggerFactory.getLogger(Asker.class);

  /** Requests of one tenant under way; further ones wait for their turn. */
  private static final int MOST_AT_ONCE = 64;

  private final Committer committer;
  private final Tenants tenants;
  private final Webhooks webhooks;
  private final EventStore events;
  private final DeliveryStore deliveries;
  private final Attempts attempts;
  private final Map<String, Protocol> protocols;
  private final DeliveryListener listener;
  private final IdSource ids;
  private final InstantSource clock;
  private final Map<TenantId, Semaphore> turns = new ConcurrentHashMap<>();

  Asker(
      Committer committer,
      Tenants tenants,
      Webhooks webhooks,
      EventStore events,
      DeliveryStore deliveries,
      Attempts attempts,
      Map<String, Protocol> protocols,
      DeliveryListener listener,
      IdSource ids,
      InstantSource clock) {
    this.committer = committer;
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.events = events;
    this.deliveries = deliveries;
    this.attempts = attempts;
    this.protocols = Map.copyOf(protocols);
    this.listener = listener;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Asks about an event. Who refuses, and what silence means, is for the webhook's dialect to say.
   *
   * @throws dev.belfry.engine.tenant.NoSuchTenant if there is none
   * @throws dev.belfry.engine.tenant.TenantSuspended if nothing goes out for it
   */
  public Verdicts ask(TenantId tenant, NewEvent given) {
    tenants.number(tenant);
    tenants.demandNotSuspended(tenant);
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var event = new Event(new EventId(ids.next()), tenant, now, given.attributes(), given.data());
    var asked =
        webhooks.matching(tenant, given).stream()
            .filter(webhook -> webhook.state() == WebhookState.ACTIVE)
            .filter(webhook -> asking(webhook).asks(webhook, event))
            .map(webhook -> new Question(webhook, new DeliveryId(ids.next()), event))
            .toList();
    var threads = asked.stream().map(Thread::startVirtualThread).toList();
    threads.forEach(Asker::join);
    var said = asked.stream().map(Question::said).toList();
    record(event, asked);
    return verdicts(event, said);
  }

  private Verdicts verdicts(Event event, List<Asking.Said> said) {
    if (!said.stream().allMatch(one -> one.verdict().allowed())) {
      return new Verdicts(event, false, event.data().bytes(), said);
    }
    var byDialect = new LinkedHashMap<Asking, List<Asking.Said>>();
    said.forEach(
        one -> byDialect.computeIfAbsent(asking(one.webhook()), _ -> new ArrayList<>()).add(one));
    var data = event.data().bytes();
    for (var entry : byDialect.entrySet()) {
      data = entry.getKey().noted(data, entry.getValue());
    }
    return new Verdicts(event, true, data, said);
  }

  private void record(Event event, List<Question> asked) {
    committer.change(
        tx -> {
          var tenant = tenants.number(event.tenant()); // it may have gone meanwhile
          events.insert(tx, List.of(new EventStore.Accepted(event, tenant, null, 0, 0)));
          for (var question : asked) {
            var made = question.made;
            deliveries.insertSettled(
                tx,
                new NewDelivery(
                    question.delivery,
                    tenant,
                    event.id(),
                    question.webhook.id(),
                    Origin.ASK,
                    event.acceptedAt()),
                made.outcome() instanceof Outcome.Succeeded
                    ? DeliveryState.DELIVERED
                    : DeliveryState.DEAD,
                made.attempt().error());
            deliveries.insertAttempt(tx, question.delivery, made.attempt());
          }
          return event;
        },
        _ -> {});
    for (var question : asked) {
      listener.attempted(
          new DeliveryListener.Told(
              question.webhook,
              event,
              question.delivery,
              Origin.ASK,
              question.made.attempt(),
              question.made.next()));
    }
  }

  private Asking asking(Webhook webhook) {
    var protocol = protocols.get(webhook.dialect());
    return protocol == null ? Asking.NEVER : protocol.asking();
  }

  private static void join(Thread thread) {
    var interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One receiver being asked. */
  private final class Question implements Runnable {
    private final Webhook webhook;
    private final DeliveryId delivery;
    private final Event event;
    private volatile Attempts.Made made;

    private Question(Webhook webhook, DeliveryId delivery, Event event) {
      this.webhook = webhook;
      this.delivery = delivery;
      this.event = event;
      this.made = attempts.broken(webhook, event, 0, 0, null);
    }

    @Override
    public void run() {
      var turn = turns.computeIfAbsent(webhook.tenant(), _ -> new Semaphore(MOST_AT_ONCE));
      turn.acquireUninterruptibly();
      try {
        made = attempts.make(webhook, delivery, event, Origin.ASK, 0, 0, () -> null);
      } catch (RuntimeException e) {
        LOG.error("{} could not be asked", delivery, e);
      } finally {
        turn.release();
      }
    }

    private Asking.Said said() {
      return new Asking.Said(
          webhook, delivery, made.attempt(), asking(webhook).judge(webhook, made.attempt()));
    }
  }
}
