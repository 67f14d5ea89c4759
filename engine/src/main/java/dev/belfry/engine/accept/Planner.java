package dev.belfry.engine.accept;

import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.delivery.NewDelivery;
import dev.belfry.engine.delivery.Origin;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.id.Id;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.NoSuchTenant;
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

  private final Tenants tenants;
  private final Webhooks webhooks;
  private final List<Witness> witnesses;
  private final EventStore events;
  private final IdSource ids;
  private final InstantSource clock;
  private final Duration window;
  private final BiFunction<Webhook, Instant, Instant> due;

  Planner(
      Tenants tenants,
      Webhooks webhooks,
      List<Witness> witnesses,
      EventStore events,
      IdSource ids,
      InstantSource clock,
      Duration window,
      BiFunction<Webhook, Instant, Instant> due) {
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.witnesses = witnesses;
    this.events = events;
    this.ids = ids;
    this.clock = clock;
    this.window = window;
    this.due = due;
  }

  /** What was planned in this transaction so far. */
  static final class Round {
    private final Map<Long, List<EventStore.Earlier>> byKey = new HashMap<>();
    private int deliveries;
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
    for (int i = 0; i < intake.events.size(); i++) {
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
        throw new IdempotencyConflict(i);
      }
    }
    own.byKey.forEach(
        (key, list) -> round.byKey.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(list));
    return plan;
  }

  /** A webhook was changed since the request was matched: match it again. */
  private void matchAgainIfChanged(Intake intake) {
    if (intake.generation != webhooks.generation()) {
      intake.generation = webhooks.generation();
      intake.matches =
          intake.events.stream().map(event -> webhooks.matching(intake.tenant, event)).toList();
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
    var from = now.minus(window);
    for (var one : events.findByKey(tx, key, intake.tenantNumber)) {
      if (!one.event().acceptedAt().isBefore(from)
          && EventKey.isSame(one.event(), intake.tenant, given.attributes())) {
        return one;
      }
    }
    return null;
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
      var numbers = owed.stream().mapToLong(webhook -> webhook.id().value()).toArray();
      plan.fanOuts.add(new FanOut(event.id(), numbers));
    } else {
      round.deliveries += owed.size();
      addDeliveries(accepted, owed, plan);
    }
    return accepted;
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
          new NewDelivery(
              new DeliveryId(accepted.firstDelivery() + i * Id.STRIDE),
              accepted.tenantNumber(),
              event.id(),
              webhook.id(),
              Origin.EVENT,
              event.acceptedAt(),
              due.apply(webhook, event.acceptedAt()));
      plan.deliveries.add(delivery);
      plan.offers.add(
          new Deliverer.Offer(delivery, event, webhook, 512 + event.size() / owed.size()));
    }
  }
}
