package dev.belfry.engine;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.audit.Change;
import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.delivery.EventDeliveries;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.record.Records;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;

/**
 * Erases what an event carried, and what receivers answered to it, from the store and its log; the
 * record that it was accepted and what became of it stays. Nothing of it goes out any more.
 */
final class PayloadErasure {

  private static final int STEP = 200;

  private final Committer committer;
  private final Audit audit;
  private final Tenants tenants;
  private final EventStore events;
  private final EventDeliveries deliveries;
  private final Deliverer deliverer;
  private final Traces traces;

  PayloadErasure(
      Committer committer,
      Audit audit,
      Tenants tenants,
      EventStore events,
      EventDeliveries deliveries,
      Deliverer deliverer,
      Traces traces) {
    this.committer = committer;
    this.audit = audit;
    this.tenants = tenants;
    this.events = events;
    this.deliveries = deliveries;
    this.deliverer = deliverer;
    this.traces = traces;
  }

  /**
   * Returns when nothing of it can be read any more; the files follow within a minute.
   *
   * @return false if the tenant has no such event
   */
  boolean erase(TenantId tenant, EventId event, Actor by) {
    var found =
        committer.change(
            tx -> {
              var number = tenants.number(tenant);
              if (!events.eraseData(tx, event, number)) {
                return false;
              }
              Records.removeAbout(tx, event);
              Traces.note(tx);
              audit.record(
                  tx,
                  number,
                  by,
                  "event.data_erased",
                  event.toString(),
                  new Change().hidden("data", true, null));
              return true;
            },
            erased -> {
              if (erased) {
                deliverer.erased(tenant, event);
              }
            });
    if (found) {
      deliverer.cancelErased(event);
      var after = 0L;
      while (after >= 0) {
        var from = after;
        after =
            committer.change(
                tx -> {
                  Traces.note(tx);
                  return deliveries.eraseAnswers(tx, event, from, STEP);
                },
                _ -> {});
      }
      traces.remove();
    }
    return found;
  }
}
