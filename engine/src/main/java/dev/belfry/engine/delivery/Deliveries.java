package dev.belfry.engine.delivery;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.audit.Change;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads deliveries, and what a person can do to them: retry, cancel, try a webhook out. */
public final class Deliveries {

  private final Database database;
  private final Committer committer;
  private final Audit audit;
  private final Tenants tenants;
  private final Webhooks webhooks;
  private final DeliveryStore deliveries;
  private final DeliveryList list;
  private final EventDeliveries ofEvents;
  private final BatchStore batches;
  private final CountStore counts;
  private final Attempts attempts;
  private final Deliverer deliverer;
  private final Trials trials;
  private final IdSource ids;
  private final InstantSource clock;

  public Deliveries(
      Database database,
      Committer committer,
      Audit audit,
      Tenants tenants,
      Webhooks webhooks,
      EventStore events,
      DeliveryStore deliveries,
      EventDeliveries ofEvents,
      BatchStore batches,
      CountStore counts,
      Attempts attempts,
      Deliverer deliverer,
      DeliveryListener listener,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.committer = committer;
    this.audit = audit;
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.list = new DeliveryList(events, tenants);
    this.ofEvents = ofEvents;
    this.batches = batches;
    this.counts = counts;
    this.attempts = attempts;
    this.deliverer = deliverer;
    this.trials =
        new Trials(
            committer,
            audit,
            tenants,
            webhooks,
            events,
            deliveries,
            counts,
            attempts,
            deliverer,
            listener,
            ids,
            clock);
    this.ids = ids;
    this.clock = clock;
  }

  /** Empty also when it is another tenant's. */
  public Optional<Delivery> find(TenantId tenant, DeliveryId id) {
    return database
        .read(tx -> list.find(tx, id))
        .filter(delivery -> delivery.tenant().equals(tenant));
  }

  /** What its vendor calls it, if that is something else than its id. */
  public Optional<String> vendorId(Delivery delivery) {
    return webhooks
        .find(delivery.webhook())
        .map(webhook -> attempts.vendorId(webhook, delivery.id()));
  }

  /** Newest first. */
  public DeliveryPage list(DeliveryQuery query) {
    return database.read(tx -> list.list(tx, query));
  }

  /**
   * By position, for dialects whose vendors page so; all of a dialect's webhooks that a tenant has
   * or had, or one of them.
   *
   * @param webhook null for all
   */
  public DeliverySlice slice(
      TenantId tenant,
      String dialect,
      @Nullable WebhookId webhook,
      boolean newestFirst,
      long offset,
      int limit) {
    var number = tenants.number(tenant);
    return database.read(
        tx -> list.slice(tx, tenant, number, dialect, webhook, newestFirst, offset, limit));
  }

  /**
   * Sends an event to one webhook, whatever its state and whether it wants it or not, without
   * waiting for the answer. Its failed attempts are made again by the dialect's rules; it is in no
   * sum of what is owed.
   *
   * @throws dev.belfry.engine.webhook.NoSuchWebhook if it was deleted meanwhile
   * @throws TooManyTrials if too many are under way already
   * @throws dev.belfry.engine.tenant.TenantSuspended if nothing goes out for the tenant
   */
  public DeliveryId send(Webhook webhook, NewEvent event, Actor by) {
    return trials.begin(webhook, event, by);
  }

  /** What a pending delivery of an ordered webhook waits for; empty if it is the first itself. */
  public Optional<DeliveryId> waitsFor(Delivery delivery) {
    return database
        .read(tx -> Ordering.first(tx, delivery))
        .filter(first -> !first.equals(delivery.id()));
  }

  /** In their order. */
  public List<Attempt> attempts(DeliveryId id) {
    return database.read(tx -> deliveries.attempts(tx, id));
  }

  /** How many deliveries of an event are in each state; every state is there. */
  public Map<DeliveryState, Long> countsOf(EventId event) {
    var byCode = database.read(tx -> ofEvents.countsOf(tx, event));
    var byState = new EnumMap<DeliveryState, Long>(DeliveryState.class);
    for (var state : DeliveryState.values()) {
      byState.put(state, byCode[state.code()]);
    }
    return byState;
  }

  /** The sums of a webhook since its creation. */
  public WebhookCounts countsOf(WebhookId webhook) {
    return database.read(tx -> counts.find(tx, webhook)).orElse(WebhookCounts.NONE);
  }

  /** The attempt of a webhook that failed last; empty if none did, or it is no longer kept. */
  public Optional<Attempt> lastFailure(WebhookId webhook) {
    return database.read(tx -> counts.lastFailure(tx, webhook));
  }

  /** The latest of a webhook's batches that was attempted. */
  public Optional<BatchSummary> latestBatch(WebhookId webhook) {
    return database.read(tx -> batches.latest(tx, webhook));
  }

  /** How many batches a webhook has had. */
  public long batchCount(WebhookId webhook) {
    return database.read(tx -> batches.count(tx, webhook));
  }

  /** The sums of a tenant since its creation. */
  public TenantCounts countsOf(TenantId tenant) {
    var number = tenants.number(tenant);
    return database.read(tx -> counts.findTenant(tx, number)).orElse(TenantCounts.NONE);
  }

  /** How webhooks stand; two look-ups each. */
  public Map<WebhookId, WebhookStanding> standings(List<WebhookId> ids) {
    var now = clock.instant();
    return database.read(tx -> {
      var standings = new HashMap<WebhookId, WebhookStanding>();
      for (var id : ids) {
        var due = Backlogs.firstDue(tx, id, now);
        standings.put(
            id,
            new WebhookStanding(
                counts.find(tx, id).orElse(WebhookCounts.NONE),
                due.map(at -> Duration.between(at, now)).orElse(Duration.ZERO)));
      }
      return standings;
    });
  }

  /** How much all tenants are owed; a few look-ups a webhook. */
  public Standing standing() {
    var now = clock.instant();
    return database.read(tx -> {
      var pending =
          tx.find(
                  "select coalesce(sum(owed - delivered - dead - cancelled), 0) from tenant_count",
                  row -> row.number(1))
              .orElse(0L);
      var oldest =
          tx.find(
                  """
                  select coalesce(min((select min(due_at) from delivery
                                        where webhook = webhook_count.webhook and state = 0)), 0)
                    from webhook_count
                  """,
                  row -> row.number(1))
              .filter(at -> at > 0 && at <= now.toEpochMilli())
              .map(Instant::ofEpochMilli);
      return new Standing(pending, oldest.orElse(null));
    });
  }

  /** How long what is due of each tenant has waited at most, by the tenant's number. */
  public Map<Long, Duration> oldestDueOfEach() {
    return database.read(tx -> Backlogs.oldestDueOfEach(tx, clock.instant()));
  }

  /** The sums of all tenants since their creation. */
  public TenantCounts countsOfAll() {
    return database
        .read(tx ->
            tx.find(
                """
                select coalesce(sum(accepted), 0), coalesce(sum(owed), 0),
                       coalesce(sum(delivered), 0), coalesce(sum(dead), 0),
                       coalesce(sum(cancelled), 0)
                  from tenant_count
                """,
                row ->
                    new TenantCounts(
                        row.number(1), row.number(2), row.number(3), row.number(4), row.number(5))))
        .orElse(TenantCounts.NONE);
  }

  /**
   * Makes a delivery due now: a dead or cancelled one becomes pending, its schedule from the start;
   * one that waits need not wait.
   *
   * @throws NoSuchDelivery if the tenant has none of this id
   * @throws DeliveryStateForbids if it was delivered, or its webhook takes no more
   */
  public Delivery retry(TenantId tenant, DeliveryId id, Actor by) {
    return committer.change(
        tx -> {
          var before = get(tx, tenant, id);
          var webhook = openWebhook(before);
          checkNotErased(tx, before);
          switch (before.state()) {
            case DELIVERED ->
                throw new DeliveryStateForbids(
                    id + " was delivered already; make a replay to have its event sent again");
            case PENDING -> {
              if (!deliverer.lanes().changes().holds(webhook.id(), id)) {
                deliveries.makeDueUnchanged(tx, id, clock.instant());
                batches.makeDue(tx, id, clock.instant());
              }
            }
            case DEAD, CANCELLED -> {
              deliveries.makeDue(tx, id, line(tx, webhook, before), ids.next(), clock.instant());
              if (before.origin() == Origin.EVENT) {
                var batch = new CountStore.Batch();
                batch.settled(tenants.number(tenant), webhook.id(), before.state(), -1);
                counts.add(tx, batch);
              }
            }
          }
          return recorded(tx, by, "delivery.retried", before);
        },
        after ->
            webhooks
                .find(after.webhook())
                .ifPresent(webhook -> {
                  deliverer.lanes().changes().unhold(webhook.id());
                  deliverer.dueInStore(webhook, clock.instant());
                }));
  }

  /**
   * Calls a pending delivery off; an attempt under way ends and is recorded.
   *
   * @throws NoSuchDelivery if the tenant has none of this id
   * @throws DeliveryStateForbids if it is settled already
   */
  public Delivery cancel(TenantId tenant, DeliveryId id, Actor by) {
    return committer.change(
        tx -> {
          var before = get(tx, tenant, id);
          if (!deliverer.settling().cancel(tx, before.webhook(), id)) {
            throw new DeliveryStateForbids(id + " is " + before.state() + " already");
          }
          return recorded(tx, by, "delivery.cancelled", before);
        },
        after -> deliverer.settling().cancelled(after.webhook(), id));
  }

  /**
   * Sends an event of type {@code belfry.test} to one webhook, whatever its state, and waits for
   * the answer. It is recorded but never made again, and is in no sum of what is owed.
   *
   * @throws dev.belfry.engine.tenant.TenantSuspended if nothing goes out for the tenant
   */
  public Attempt test(Webhook webhook, Actor by) {
    return trials.attempt(webhook, by);
  }

  /** As it is after the change, which is told in the log. */
  private Delivery recorded(Tx tx, Actor by, String action, Delivery before) {
    var after = get(tx, before.tenant(), before.id());
    audit.record(
        tx,
        tenants.number(before.tenant()),
        by,
        action,
        before.id().toString(),
        new Change()
            .of("state", before.state().toString(), after.state().toString())
            .of("reason", before.reason(), after.reason())
            .of("nextAttemptAt", text(before.nextAttemptAt()), text(after.nextAttemptAt())));
    return after;
  }

  private static @Nullable String text(@Nullable Instant at) {
    return at == null ? null : at.toString();
  }

  private static void checkNotErased(Tx tx, Delivery delivery) {
    tx.find(
            "select data_kind from event where id = ?",
            row -> Data.Kind.of(row.number(1)),
            delivery.event().value())
        .filter(Data.Kind.ERASED::equals)
        .ifPresent(_ -> {
          throw new DeliveryStateForbids("the data of " + delivery.event() + " was erased");
        });
  }

  /** What a delivery that is made again has to wait for; as the webhook is now. */
  private Ordering.@Nullable Line line(Tx tx, Webhook webhook, Delivery delivery) {
    var key =
        tx.find(
                "select subject from event where id = ?",
                row -> Optional.ofNullable(Ordering.key(webhook, row.textOrNull(1))),
                delivery.event().value())
            .flatMap(Function.identity());
    return key.map(number -> new Ordering.Line(webhook.id(), number)).orElse(null);
  }

  private Delivery get(Tx tx, TenantId tenant, DeliveryId id) {
    return list.find(tx, id)
        .filter(delivery -> delivery.tenant().equals(tenant))
        .orElseThrow(() -> new NoSuchDelivery("there is no delivery " + id));
  }

  private Webhook openWebhook(Delivery delivery) {
    var webhook = webhooks.find(delivery.webhook()).orElse(null);
    if (webhook == null) {
      throw new DeliveryStateForbids("the webhook of " + delivery.id() + " was deleted");
    }
    if (!webhook.state().matches()) {
      throw new DeliveryStateForbids(
          "the webhook of "
              + delivery.id()
              + " is "
              + webhook.state()
              + "; resume it before retrying");
    }
    return webhook;
  }
}
