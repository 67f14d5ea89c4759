package dev.belfry.engine.delivery;

import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.egress.Sender;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.tally.Tally;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.Webhooks;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The parts of this package that others use, built to fit each other. */
public record DeliveryPort(
    Deliverer deliverer,
    Deliveries deliveries,
    DeliveryStore store,
    EventDeliveries ofEvents,
    CountStore counts,
    Asker asker,
    Notices notices) {

  /** Builds all parts; {@link Deliverer#start} sets them going. */
  public static DeliveryPort build(
      Database database,
      Committer committer,
      Audit audit,
      Tenants tenants,
      Webhooks webhooks,
      EventStore events,
      Tally tally,
      Sender sender,
      List<Protocol> protocols,
      DeliveryListener listener,
      IdSource ids,
      InstantSource clock,
      Waits waits) {
    var byDialect =
        protocols.stream().collect(Collectors.toMap(Protocol::dialect, Function.identity()));
    var attempts = new Attempts(byDialect, sender, clock, waits);
    var store = new DeliveryStore(events);
    var ofEvents = new EventDeliveries(events);
    var counts = new CountStore(tally);
    var batches = new BatchStore(events);
    var deliverer =
        new Deliverer(
            database,
            committer,
            tenants,
            webhooks,
            store,
            ofEvents,
            counts,
            attempts,
            batches,
            new Gatherings(database, committer, batches, ids, clock),
            listener,
            clock);
    var deliveries =
        new Deliveries(
            database, committer, audit, tenants, webhooks, events, store, ofEvents, batches, counts,
            attempts, deliverer, listener, ids, clock);
    var asker =
        new Asker(
            committer, tenants, webhooks, events, store, attempts, byDialect, listener, ids, clock);
    var notices =
        new Notices(
            database,
            committer,
            tenants,
            webhooks,
            events,
            store,
            attempts,
            deliverer.lanes(),
            listener,
            ids,
            clock);
    return new DeliveryPort(deliverer, deliveries, store, ofEvents, counts, asker, notices);
  }
}
