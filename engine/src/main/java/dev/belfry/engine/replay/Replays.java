package dev.belfry.engine.replay;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.audit.Change;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.NoSuchWebhook;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.Webhooks;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes, finds and calls off replays. */
public final class Replays {

  /** Of one tenant; each is a thread now and then and a row. */
  private static final int MOST_RUNNING = 100;

  private static final Duration UNTIL_ONE_HAS_ENDED = Duration.ofMinutes(1);
  private static final int REACH = 20_000;

  private final Database database;
  private final Committer committer;
  private final Audit audit;
  private final Tenants tenants;
  private final Webhooks webhooks;
  private final ReplayStore store;
  private final Replayer replayer;
  private final IdSource ids;
  private final InstantSource clock;

  Replays(
      Database database,
      Committer committer,
      Audit audit,
      Tenants tenants,
      Webhooks webhooks,
      ReplayStore store,
      Replayer replayer,
      IdSource ids,
      InstantSource clock) {
    this.database = database;
    this.committer = committer;
    this.audit = audit;
    this.tenants = tenants;
    this.webhooks = webhooks;
    this.store = store;
    this.replayer = replayer;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Makes a replay and begins it. What comes in from now on is not part of it.
   *
   * @throws NoSuchWebhook if the tenant has none of this id
   * @throws ReplayStateForbids if the webhook takes no deliveries
   * @throws OverLimit if too many run already
   */
  public Replay create(
      TenantId tenant,
      WebhookId webhook,
      Selection selection,
      @Nullable Double ratePerSecond,
      Actor by) {
    return committer.change(
        tx -> {
          checkState(tenant, webhook);
          var number = tenants.number(tenant);
          if (store.countRunning(tx, number) >= MOST_RUNNING) {
            throw new OverLimit(
                "more than " + MOST_RUNNING + " replays running", UNTIL_ONE_HAS_ENDED, null);
          }
          var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
          var replay =
              new Replay(
                  new ReplayId(ids.next()),
                  tenant,
                  webhook,
                  upTo(selection, now.plusMillis(1)),
                  ratePerSecond,
                  Replay.State.RUNNING,
                  0,
                  0,
                  now);
          store.insert(tx, replay, number, -1);
          audit.record(tx, number, by, "replay.created", replay.id().toString(), made(replay));
          return replay;
        },
        replay -> replayer.run(replay.id()));
  }

  private static Change made(Replay replay) {
    var selection = replay.selection();
    return new Change()
        .of("webhook", null, replay.webhook().toString())
        .of("since", null, selection.since().toString())
        .of("until", null, selection.until().toString())
        .of("types", null, selection.types().stream().map(TypePattern::text).toList())
        .of("states", null, selection.states().stream().map(Object::toString).sorted().toList())
        .of("unmatched", null, selection.unmatched())
        .of("ratePerSecond", null, replay.ratePerSecond());
  }

  private void checkState(TenantId tenant, WebhookId id) {
    var webhook =
        webhooks.find(tenant, id).orElseThrow(() -> new NoSuchWebhook("there is no webhook " + id));
    if (!webhook.state().matches()) {
      throw new ReplayStateForbids(
          "the webhook is " + webhook.state() + "; resume it before a replay");
    }
  }

  private static Selection upTo(Selection selection, Instant end) {
    return selection.until().isBefore(end)
        ? selection
        : new Selection(
            selection.since(), end, selection.types(), selection.states(), selection.unmatched());
  }

  /** Empty also when it is another tenant's. */
  public Optional<Replay> find(TenantId tenant, ReplayId id) {
    return database
        .read(tx -> store.find(tx, id))
        .map(ReplayStore.Stored::replay)
        .filter(replay -> replay.tenant().equals(tenant));
  }

  /** Newest first. */
  public ReplayPage list(ReplayQuery query) {
    var tenant = query.tenant();
    var number = tenant == null ? null : (Long) tenants.number(tenant);
    return database.read(tx -> store.list(tx, query, number, REACH));
  }

  /** How many are being worked on at the moment, of all tenants. */
  public int underWay() {
    return replayer.running();
  }

  /**
   * Calls a replay off; what it has made stays.
   *
   * @throws NoSuchReplay if the tenant has none of this id
   * @throws ReplayStateForbids if it is done
   */
  public Replay cancel(TenantId tenant, ReplayId id, Actor by) {
    return committer.change(
        tx -> {
          var before = get(tx, tenant, id);
          if (before.state() == Replay.State.DONE) {
            throw new ReplayStateForbids(id + " is done already");
          }
          if (before.state() == Replay.State.RUNNING) {
            store.end(tx, id, Replay.State.CANCELLED);
            audit.record(
                tx,
                tenants.number(tenant),
                by,
                "replay.cancelled",
                id.toString(),
                new Change()
                    .of("state", before.state().toString(), Replay.State.CANCELLED.toString()));
          }
          return get(tx, tenant, id);
        },
        replay -> replayer.callOff(replay.id()));
  }

  private Replay get(Tx tx, TenantId tenant, ReplayId id) {
    return store
        .find(tx, id)
        .map(ReplayStore.Stored::replay)
        .filter(replay -> replay.tenant().equals(tenant))
        .orElseThrow(() -> new NoSuchReplay("there is no replay " + id));
  }
}
