package dev.belfry.engine.accept;

import dev.belfry.engine.delivery.CountStore;
import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.delivery.DeliveryListener;
import dev.belfry.engine.delivery.DeliveryStore;
import dev.belfry.engine.delivery.NewDelivery;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.filter.NotAsked;
import dev.belfry.engine.store.Failpoint;
import dev.belfry.engine.store.Group;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.NoSuchTenant;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.webhook.Witness;
import java.util.ArrayList;
import java.util.List;

/** Writes what requests hand in, many requests in one transaction. */
final class Intakes implements Group<Intake> {

  private final Planner planner;
  private final EventStore events;
  private final DeliveryStore deliveries;
  private final CountStore counts;
  private final Deliverer deliverer;
  private final FanOuts fanOuts;
  private final List<Witness> witnesses;
  private final DeliveryListener listener;

  Intakes(
      Planner planner,
      EventStore events,
      DeliveryStore deliveries,
      CountStore counts,
      Deliverer deliverer,
      FanOuts fanOuts,
      List<Witness> witnesses,
      DeliveryListener listener) {
    this.planner = planner;
    this.events = events;
    this.deliveries = deliveries;
    this.counts = counts;
    this.deliverer = deliverer;
    this.fanOuts = fanOuts;
    this.witnesses = witnesses;
    this.listener = listener;
  }

  @Override
  public void write(Tx tx, List<Intake> intakes) {
    write(tx, intakes, new Planner.Round());
  }

  /** More of what is written in one transaction. */
  void write(Tx tx, List<Intake> intakes, Planner.Round round) {
    var newEvents = new ArrayList<EventStore.Accepted>();
    var newDeliveries = new ArrayList<NewDelivery>();
    var batch = new CountStore.Batch();
    for (var intake : intakes) {
      intake.plan = null;
      intake.refusal = null;
      try {
        var plan =
            planner.isWitnessed(intake)
                ? tx.nested(inner -> planner.plan(inner, intake, round))
                : planner.plan(tx, intake, round);
        intake.plan = plan;
        newEvents.addAll(plan.events);
        newDeliveries.addAll(plan.deliveries);
        if (!intake.isOwn) {
          plan.events.forEach(event -> batch.accepted(event.tenantNumber()));
        }
        plan.fanOuts.forEach(fanOut -> {
          FanOuts.insert(tx, fanOut);
          batch.owedLater(intake.tenantNumber, fanOut.count());
        });
      } catch (IdempotencyConflict | NoSuchTenant | OverLimit | NotAsked refusal) {
        intake.refusal = refusal;
      }
    }
    newDeliveries.forEach(one -> batch.owed(one.tenantNumber(), one.webhook()));
    events.insert(tx, newEvents);
    Failpoint.BETWEEN_EVENTS_AND_DELIVERIES.hit();
    var behind = deliveries.insert(tx, newDeliveries);
    if (!behind.isEmpty()) {
      for (var intake : intakes) {
        if (intake.plan != null) {
          intake.plan.offers.removeIf(offer -> behind.contains(offer.delivery().id()));
        }
      }
    }
    counts.add(tx, batch);
  }

  @Override
  public void written(List<Intake> intakes) {
    Failpoint.BEFORE_HAND_OVER.hit();
    var offers = new ArrayList<Deliverer.Offer>();
    var count = 0;
    var expand = false;
    for (var intake : intakes) {
      if (intake.plan != null) {
        offers.addAll(intake.plan.offers);
        count += intake.isOwn ? 0 : intake.plan.events.size();
        expand |= !intake.plan.fanOuts.isEmpty();
        intake.plan.events.forEach(accepted -> tell(accepted.event()));
      }
    }
    deliverer.offer(offers);
    if (expand) {
      fanOuts.wake();
    }
    listener.accepted(count);
    for (var intake : intakes) {
      if (intake.plan != null) {
        intake.answer.complete(intake.plan.answers);
      } else if (intake.refusal != null) {
        intake.answer.completeExceptionally(intake.refusal);
      }
    }
  }

  private void tell(Event event) {
    for (var witness : witnesses) {
      if (witness.sees(event.type())) {
        witness.accepted(event);
      }
    }
  }

  @Override
  public void failed(List<Intake> intakes, RuntimeException why) {
    intakes.forEach(intake -> intake.answer.completeExceptionally(why));
  }
}
