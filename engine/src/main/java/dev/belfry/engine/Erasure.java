package dev.belfry.engine;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.StoreBusy;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.Keys;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Removes a tenant with all that is its, in steps, so that nobody else waits long. The tenant goes
 * last: what a crash interrupts is done by asking again. Only the audit log keeps its rows, without
 * what they told of contents.
 */
final class Erasure {

  private static final int STEP = 200;

  /** Longer than any attempt may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final long LOOK_NANOS = Duration.ofMillis(10).toNanos();

  private final Database database;
  private final Committer committer;
  private final Audit audit;
  private final Tenants tenants;
  private final Keys keys;
  private final Webhooks webhooks;
  private final Deliverer deliverer;
  private final Traces traces;

  Erasure(
      Database database,
      Committer committer,
      Audit audit,
      Tenants tenants,
      Keys keys,
      Webhooks webhooks,
      Deliverer deliverer,
      Traces traces) {
    this.database = database;
    this.committer = committer;
    this.audit = audit;
    this.tenants = tenants;
    this.keys = keys;
    this.webhooks = webhooks;
    this.deliverer = deliverer;
    this.traces = traces;
  }

  /**
   * Returns when everything is gone; attempts under way are waited for.
   *
   * @throws dev.belfry.engine.tenant.NoSuchTenant if there is none
   * @throws StoreBusy if something of it is under way for too long
   */
  void erase(TenantId tenant, Actor by) {
    var no = tenants.number(tenant);
    tenants.change(tenant, OptionalLong.empty(), Erasure::suspended, by);
    do {
      keys.list(tenant).forEach(key -> keys.delete(tenant, key.id(), by));
      removeWebhooks(tenant, by);
      await(() -> database.read(tx -> isSettled(tx, no)));
      while (eraseStep(no)) {
        // one step after the other
      }
    } while (!finish(tenant, no, by));
    traces.remove();
  }

  private void removeWebhooks(TenantId tenant, Actor by) {
    var all = webhooks.list(tenant, _ -> true, null, Integer.MAX_VALUE);
    for (var webhook : all) {
      if (webhook.state() == WebhookState.ACTIVE) {
        webhooks.change(
            tenant,
            webhook.id(),
            OptionalLong.empty(),
            old -> old.in(WebhookState.PAUSED, null),
            by,
            "webhook.paused");
      }
    }
    await(() -> !deliverer.hasUnderWay(tenant));
    for (var webhook : all) {
      webhooks.delete(tenant, webhook.id(), OptionalLong.empty(), by);
    }
  }

  /** Whether nothing is pending, nor still to be made. */
  private static boolean isSettled(Tx tx, long tenant) {
    return tx.find(
                """
                select 1 from delivery
                 where state = 0 and webhook in (select id from webhook where tenant = ?)
                 limit 1
                """,
                row -> row.number(1),
                tenant)
            .isEmpty()
        && tx.find(
                """
                select 1 from fan_out f join event e on e.id = f.event where e.tenant = ? limit 1
                """,
                row -> row.number(1),
                tenant)
            .isEmpty();
  }

  /** Whether there may be more. */
  private boolean eraseStep(long tenant) {
    return committer.change(
        tx -> {
          var deliveries = some(tx, "select id from delivery where tenant = ? limit ?", tenant);
          removeEach(tx, "delete from attempt where delivery = ?", deliveries);
          removeEach(tx, "delete from delivery where id = ?", deliveries);
          if (!deliveries.isEmpty()) {
            return true;
          }
          var events = some(tx, "select id from event where tenant = ? limit ?", tenant);
          removeEach(tx, "delete from event where id = ?", events);
          return !events.isEmpty();
        },
        _ -> {});
  }

  /** False if something came in meanwhile. */
  private boolean finish(TenantId tenant, long no, Actor by) {
    return committer.change(
        tx -> {
          if (!some(tx, "select id from delivery where tenant = ? limit ?", no).isEmpty()
              || !some(tx, "select id from event where tenant = ? limit ?", no).isEmpty()
              || !webhooks.list(tenant, _ -> true, null, 1).isEmpty()
              || !keys.list(tenant).isEmpty()) {
            return false;
          }
          tx.update(
              "delete from batch where webhook in (select id from webhook where tenant = ?)", no);
          tx.update("delete from effect where event not in (select id from event)");
          tx.update(
              """
              delete from webhook_count where webhook in (select id from webhook where tenant = ?)
              """,
              no);
          for (var table :
              List.of(
                  "webhook",
                  "tenant_count",
                  "api_key",
                  "record",
                  "notice",
                  "replay",
                  "tally",
                  "event_type")) {
            tx.update("delete from " + table + " where tenant = ?", no);
          }
          var gone = tenants.find(tenant).orElse(null);
          Audit.eraseDetails(tx, no);
          tx.update("delete from tenant where no = ?", no);
          Traces.note(tx);
          audit.record(tx, no, by, "tenant.deleted", tenant.value(), Tenants.between(gone, null));
          return true;
        },
        gone -> {
          if (gone) {
            tenants.forget(tenant);
            deliverer.forget(tenant);
          }
        });
  }

  private static List<Long> some(Tx tx, String sql, long tenant) {
    return tx.query(sql, row -> row.number(1), tenant, STEP);
  }

  private static void removeEach(Tx tx, String sql, List<Long> ids) {
    tx.updateEach(sql, ids, (values, id) -> values.set(1, id));
  }

  private static Tenant suspended(Tenant tenant) {
    return new Tenant(
        tenant.id(), tenant.name(), tenant.limits(), true, tenant.createdAt(), tenant.version());
  }

  private static void await(BooleanSupplier done) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new StoreBusy("deliveries of the tenant are still under way", null);
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
  }
}
