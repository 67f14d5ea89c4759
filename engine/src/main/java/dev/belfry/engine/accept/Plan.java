package dev.belfry.engine.accept;

import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.delivery.NewDelivery;
import dev.belfry.engine.event.EventStore;
import java.util.ArrayList;
import java.util.List;

/** What accepting one request writes, and what is answered once that is on disk. */
final class Plan {

  final List<EventStore.Accepted> events = new ArrayList<>();
  final List<NewDelivery> deliveries = new ArrayList<>();
  final List<Deliverer.Offer> offers = new ArrayList<>();
  final List<FanOut> fanOuts = new ArrayList<>();
  final List<Accepted> answers = new ArrayList<>();
}
