package dev.belfry.engine.accept;

import dev.belfry.engine.delivery.CountStore;
import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.delivery.NewDelivery;
import dev.belfry.engine.delivery.TenantCounts;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.id.Id;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.NoSuchTenant;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.Webhooks;
import dev.belfry.engine.webhook.Witness;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides what accepting a request writes: new events get their ids here, on the one thread that
 * writes, so the order of acceptance is the order of ids, and no repeat can slip in between.
 */
final class Planner {

  /** Deliveries made in one transaction; others wait for it. */
  private static final int MOST_AT_ONCE = 10_000;

  /** So few cost no more than their list would. */
  private static final int A_FEW = 16;

  /** Nobody knows when that will be. */
  private static final Duration UNTIL_SOME_ARE_SETTLED = Duration.ofSeconds(10);

  private final Tenants tenants;
  private final Webhooks webhooks;
  private final List<Witness> witnesses;
  private final EventStore events;
  private final CountStore counts;
  private final IdSource ids;
  private final InstantSource clock;
  private final Duration window;
  private final BiFunction<Webhook, Instant, Instant> due;

  Planner(
      Tenants tenants,
      Webhooks webhooks,
      List<Witness> witnesses,
      EventStore events,
      CountStore counts,
      IdSource ids,
      InstantSource clock,
      Duration window,
      BiFunction<Webhook, Instant, Instant> due) {
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.witnesses = witnesses;
    this.events = events;
    this.counts = counts;
    this.ids = ids;
    this.clock = clock;
    this.window = window;
    this.due = due;
  }

  /** What was planned in this transaction so far. */
  static final class Round {
    private final Map<Long, List<EventStore.Earlier>> byKey = new HashMap<>();
    private int deliveries;

    /** What was planned for tenants that may not owe more than so much. */
    private final Map<Long, Long> owed = new HashMap<>();

    /** What was planned so far is found in the store from now on. */
    void isStored() {
      byKey.clear();
      owed.clear();
    }
  }

  /** Whether planning may write by itself, which must be undone with a refusal. */
  boolean isWitnessed(Intake intake) {
    return intake.events.stream()
        .map(event -> event.attributes().type())
        .anyMatch(type -> witnesses.stream().anyMatch(witness -> witness.sees(type)));
  }

  /**
   * Decides what accepting one request writes.
   *
   * @throws IdempotencyConflict if an event repeats the id of another with other content; then
   *     nothing of the request is planned
   * @throws NoSuchTenant if the tenant went away meanwhile
   */
  Plan plan(Tx tx, Intake intake, Round round) {
    if (tenants.find(intake.tenant).isEmpty()) {
      throw new NoSuchTenant("there is no tenant " + intake.tenant);
    }
    matchAgainIfChanged(intake);
    var plan = new Plan();
    var own = new Round();
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    var conflicts = new ArrayList<Integer>();
    var plannedBefore = round.deliveries;
    for (int i = 0; i < intake.events.size() && conflicts.size() < IdempotencyConflict.MOST; i++) {
      var given = intake.events.get(i);
      var key = intake.keys.get(i);
      var earlier = key == null ? null : earlier(tx, intake, given, key, List.of(own, round), now);
      if (earlier == null) {
        var accepted = accept(tx, intake, given, key, intake.matches.get(i), now, plan, round);
        if (key != null) {
          own.byKey
              .computeIfAbsent(key, _ -> new ArrayList<>())
              .add(new EventStore.Earlier(accepted.event(), accepted.owed()));
        }
      } else if (EventKey.isSameContent(earlier.event(), given)) {
        plan.answers.add(new Accepted(earlier.event().id(), earlier.owed(), true));
      } else {
        conflicts.add(i);
      }
    }
    if (!conflicts.isEmpty()) {
      round.deliveries = plannedBefore;
      throw new IdempotencyConflict(conflicts);
    }
    if (!intake.isOwn) {
      checkPending(tx, intake, plan, round);
    }
    own.byKey.forEach(
        (key, list) -> round.byKey.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(list));
    return plan;
  }

  /**
   * @throws OverLimit if the tenant would owe more than it may
   */
  private void checkPending(Tx tx, Intake intake, Plan plan, Round round) {
    var limit = tenants.find(intake.tenant).map(Tenant::limits).map(Limits::pending).orElse(null);
    var owed = plan.events.stream().mapToLong(EventStore.Accepted::owed).sum();
    if (limit == null || owed == 0) {
      return;
    }
    var planned = round.owed.getOrDefault(intake.tenantNumber, 0L) + owed;
    var before = counts.findTenant(tx, intake.tenantNumber).map(TenantCounts::pending).orElse(0L);
    if (before + planned > limit) {
      throw new OverLimit(
          "more than " + limit + " pending deliveries", UNTIL_SOME_ARE_SETTLED, null);
    }
    round.owed.put(intake.tenantNumber, planned);
  }

  /**
   * A webhook was changed since the request was matched, or by what is written with it: match it
   * again. This thread is everybody's and filters may take long, so none is asked here.
   *
   * @throws dev.belfry.engine.filter.NotAsked if one is new since then
   */
  private void matchAgainIfChanged(Intake intake) {
    if (intake.generation != webhooks.generation() || !intake.changed.isEmpty()) {
      intake.generation = webhooks.generation();
      for (int i = 0; i < intake.events.size(); i++) {
        var event = intake.events.get(i);
        intake.matches.set(
            i, webhooks.matching(intake.tenant, event, intake.facts.get(i), intake.changed));
      }
    }
  }

  private EventStore.@Nullable Earlier earlier(
      Tx tx, Intake intake, NewEvent given, long key, List<Round> rounds, Instant now) {
    for (var round : rounds) {
      for (var one : round.byKey.getOrDefault(key, List.of())) {
        if (EventKey.isSame(one.event(), intake.tenant, given.attributes())) {
          return one;
        }
      }
    }
    return Repeats.find(
        tx, events, intake.tenant, intake.tenantNumber, given, key, now.minus(window));
  }

  private EventStore.Accepted accept(
      Tx tx,
      Intake intake,
      NewEvent given,
      @Nullable Long key,
      List<Webhook> matching,
      Instant now,
      Plan plan,
      Round round) {
    var event =
        new Event(new EventId(ids.next()), intake.tenant, now, given.attributes(), given.data());
    var owed = matching;
    for (var witness : witnesses) {
      if (witness.sees(event.type())) {
        owed = witness.accepting(tx, event, owed);
      }
    }
    var first = owed.isEmpty() ? 0 : ids.reserve(owed.size());
    var accepted = new EventStore.Accepted(event, intake.tenantNumber, key, first, owed.size());
    plan.events.add(accepted);
    plan.answers.add(new Accepted(event.id(), owed.size(), false));
    if (isForLater(owed.size(), round)) {
      planForLater(accepted, owed, plan, round);
    } else {
      round.deliveries += owed.size();
      addDeliveries(accepted, owed, plan);
    }
    return accepted;
  }

  /** What is owed in order is made at once: later events must not come before it. */
  private void planForLater(
      EventStore.Accepted accepted, List<Webhook> owed, Plan plan, Round round) {
    var inOrder =
        owed.stream().filter(webhook -> webhook.registration().pace().order() != null).toList();
    var others =
        owed.stream()
            .filter(webhook -> webhook.registration().pace().order() == null)
            .mapToLong(webhook -> webhook.id().value())
            .toArray();
    round.deliveries += inOrder.size();
    addDeliveries(accepted, inOrder, plan);
    plan.fanOuts.add(new FanOut(accepted.event().id(), others, inOrder.size()));
  }

  /** Whether only the list of those owed is stored now, to be expanded in steps. */
  private static boolean isForLater(int owed, Round round) {
    return owed > FanOut.FROM || (owed > A_FEW && round.deliveries + owed > MOST_AT_ONCE);
  }

  private void addDeliveries(EventStore.Accepted accepted, List<Webhook> owed, Plan plan) {
    var event = accepted.event();
    for (int i = 0; i < owed.size(); i++) {
      var webhook = owed.get(i);
      var delivery =
          NewDelivery.owed(
              new DeliveryId(accepted.firstDelivery() + i * Id.STRIDE),
              accepted.tenantNumber(),
              event,
              webhook,
              due.apply(webhook, event.acceptedAt()));
      plan.deliveries.add(delivery);
      plan.offers.add(
          new Deliverer.Offer(delivery, event, webhook, 512 + event.size() / owed.size()));
    }
  }
}
