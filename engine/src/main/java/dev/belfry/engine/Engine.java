package dev.belfry.engine;

import dev.belfry.engine.accept.Acceptance;
import dev.belfry.engine.accept.Effects;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.audit.Change;
import dev.belfry.engine.delivery.Asker;
import dev.belfry.engine.delivery.Deliverer;
import dev.belfry.engine.delivery.Deliveries;
import dev.belfry.engine.delivery.DeliveryPort;
import dev.belfry.engine.delivery.Protocol;
import dev.belfry.engine.egress.TokenSender;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.event.Events;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.record.Records;
import dev.belfry.engine.replay.ReplayPort;
import dev.belfry.engine.replay.Replays;
import dev.belfry.engine.schema.EventTypes;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.tally.Step;
import dev.belfry.engine.tally.Tally;
import dev.belfry.engine.tally.Window;
import dev.belfry.engine.tenant.Keys;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.Webhooks;
import dev.belfry.engine.webhook.Witness;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The library that programs embed: takes events in, delivers them, and tells what became of them.
 */
public final class Engine implements AutoCloseable {

  private static final Duration TO_WRITE = Duration.ofSeconds(8);

  private final Committer committer;
  private final Audit audit;
  private final Tenants tenants;
  private final Keys keys;
  private final Webhooks webhooks;
  private final Events events;
  private final Records records;
  private final Tally tally;
  private final EventTypes eventTypes;
  private final DeliveryPort delivery;
  private final Acceptance acceptance;
  private final ReplayPort replay;
  private final Traces traces;
  private final Erasure erasure;
  private final PayloadErasure payloads;
  private final Retention retention;

  private Engine(EngineParts parts, EngineSettings settings) {
    var database = parts.database();
    var clock = parts.clock();
    var ids = new IdSource(clock, largestId(database));
    committer = new Committer(database, settings.gather(), parts.committerEvents());
    audit = new Audit(database, clock, ids);
    tenants = new Tenants(database, committer, audit, clock);
    keys = new Keys(database, committer, audit, tenants, parts.hash(), parts.adminSecret(), clock);
    var wantings =
        parts.protocols().stream().collect(Collectors.toMap(Protocol::dialect, Protocol::wanting));
    webhooks =
        new Webhooks(database, committer, audit, tenants, parts.seal(), ids, clock, wantings);
    var eventStore = new EventStore(tenants::named);
    records = new Records(database, committer, tenants, clock);
    events = new Events(database, eventStore, tenants);
    eventTypes = new EventTypes(database, committer, audit, tenants, clock);
    tally = new Tally(database, committer, tenants, webhooks, clock);
    delivery =
        DeliveryPort.build(
            database,
            committer,
            audit,
            tenants,
            webhooks,
            eventStore,
            tally,
            new TokenSender(parts.sender(), clock),
            parts.protocols(),
            parts.listener(),
            ids,
            clock,
            settings.waits());
    var witnesses =
        parts.protocols().stream()
            .map(Protocol::witness)
            .filter(witness -> !witness.equals(Witness.NONE))
            .toList();
    var effects =
        new Effects(
            database,
            committer,
            tenants,
            webhooks,
            eventStore,
            records,
            delivery.notices(),
            parts.protocols().stream()
                .collect(Collectors.toMap(Protocol::dialect, Protocol::consequences)));
    acceptance =
        new Acceptance(
            database,
            committer,
            tenants,
            webhooks,
            witnesses,
            eventStore,
            delivery.store(),
            delivery.counts(),
            delivery.deliverer(),
            parts.listener(),
            ids,
            clock,
            effects,
            settings.idempotencyWindow(),
            settings.waitingBytes());
    replay =
        ReplayPort.build(
            database, committer, audit, tenants, webhooks, eventStore, delivery, ids, clock);
    traces = new Traces(database, committer);
    erasure =
        new Erasure(
            database, committer, audit, tenants, keys, webhooks, delivery.deliverer(), traces);
    payloads =
        new PayloadErasure(
            committer,
            audit,
            tenants,
            eventStore,
            delivery.ofEvents(),
            delivery.deliverer(),
            traces);
    retention = new Retention(committer, clock, settings.retention(), settings.retentionAudit());
  }

  /** Reads what is needed into memory and takes up what is pending. */
  public static Engine open(EngineParts parts, EngineSettings settings) {
    var engine = new Engine(parts, settings);
    engine.committer.start();
    engine.tally.start(engine.deliveries()::oldestDueOfEach);
    engine.deliverer().start();
    engine.acceptance.start();
    engine.replay.start();
    engine.traces.start();
    engine.retention.start();
    engine.delivery.notices().start();
    return engine;
  }

  public Audit audit() {
    return audit;
  }

  /**
   * Notes in the audit log what changes nothing here, such as letting somebody in.
   *
   * @param tenant null for what concerns no tenant
   */
  public void note(
      @Nullable TenantId tenant, Actor by, String action, String object, Change change) {
    committer.<Boolean>change(
        tx -> {
          var number = tenant == null ? null : (Long) tenants.number(tenant);
          audit.record(tx, number, by, action, object, change);
          return true;
        },
        _ -> {});
  }

  public Tenants tenants() {
    return tenants;
  }

  /**
   * Removes a tenant with all that is its; returns when everything is gone.
   *
   * @throws dev.belfry.engine.tenant.NoSuchTenant if there is none
   */
  public void deleteTenant(TenantId tenant, Actor by) {
    erasure.erase(tenant, by);
  }

  /**
   * Erases what an event carried and what was answered to it; its record stays.
   *
   * @return false if the tenant has no such event
   */
  public boolean erasePayload(TenantId tenant, EventId event, Actor by) {
    return payloads.erase(tenant, event, by);
  }

  public Keys keys() {
    return keys;
  }

  public Webhooks webhooks() {
    return webhooks;
  }

  public Events events() {
    return events;
  }

  /** What the data of events of a type must be like. */
  public EventTypes eventTypes() {
    return eventTypes;
  }

  /**
   * How things went lately, and stand.
   *
   * @throws dev.belfry.engine.tenant.NoSuchTenant if there is none
   */
  public Statistics statistics(TenantId tenant, Window window) {
    return Statistics.of(tenant, window, tally, delivery.deliveries(), webhooks);
  }

  /**
   * How things went lately, step by step.
   *
   * @param tenant null for all together
   * @param webhook one of the tenant's; null for all of them
   */
  public List<Step> steps(@Nullable TenantId tenant, @Nullable WebhookId webhook, Window window) {
    return tally.steps(tenant, webhook, window);
  }

  /** The webhooks of all tenants with the most failed attempts lately, the worst first. */
  public List<Statistics.OfWebhook> worst(Window window, int limit) {
    return Statistics.worst(window, limit, tally, delivery.deliveries(), webhooks);
  }

  /**
   * How long what is due has waited at most, half a minute ago or less.
   *
   * @param tenant null for all together
   */
  public Duration oldestDue(@Nullable TenantId tenant) {
    return tally.oldestDue(tenant);
  }

  public Records records() {
    return records;
  }

  public Deliveries deliveries() {
    return delivery.deliveries();
  }

  public Replays replays() {
    return replay.replays();
  }

  public Asker asker() {
    return delivery.asker();
  }

  public Deliverer deliverer() {
    return delivery.deliverer();
  }

  public Acceptance acceptance() {
    return acceptance;
  }

  /**
   * Ends in order: no new attempts, those under way get {@code atMost}, then everything that waits
   * to be written is written. What was cut is due at the next start.
   */
  public void stop(Duration atMost) {
    stop(atMost, atMost.plus(TO_WRITE));
  }

  /**
   * The same by one deadline: what is not written by then is as if it had not happened.
   *
   * @param inAll for the attempts and all that is to be written after them
   */
  public void stop(Duration atMost, Duration inAll) {
    var end = System.nanoTime() + inAll.toNanos();
    retention.close();
    replay.close();
    delivery.notices().close();
    deliverer().stop(atMost);
    committer.awaitWritten(until(end)); // the last outcomes are in the figures too
    tally.close();
    committer.close(until(end));
    traces.close();
  }

  private static Duration until(long end) {
    return Duration.ofNanos(Math.max(1, end - System.nanoTime()));
  }

  @Override
  public void close() {
    stop(Duration.ZERO);
  }

  private static long largestId(Database database) {
    return database.read(tx ->
        tx.find(
                """
                select max(
                  coalesce((select max(id) from event), 0),
                  coalesce((select max(id) from delivery), 0),
                  coalesce((select max(first_delivery + owed * 64) from event
                             where id in (select event from fan_out)), 0),
                  coalesce((select max(id) from webhook), 0),
                  coalesce((select max(id) from replay), 0),
                  coalesce((select max(id) from audit), 0))
                """,
                row -> row.number(1))
            .orElse(0L));
  }
}
