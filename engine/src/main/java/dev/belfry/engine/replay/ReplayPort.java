package dev.belfry.engine.replay;

import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.delivery.DeliveryPort;
import dev.belfry.engine.event.EventStore;
import dev.belfry.engine.id.IdSource;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.tenant.Tenants;
import dev.belfry.engine.webhook.Webhooks;
import java.time.InstantSource;

/** The parts of this package, built to fit each other. */
public final class ReplayPort implements AutoCloseable {

  private final Replays replays;
  private final Replayer replayer;

  private ReplayPort(Replays replays, Replayer replayer) {
    this.replays = replays;
    this.replayer = replayer;
  }

  /** Builds all parts; {@link #start} sets them going. */
  public static ReplayPort build(
      Database database,
      Committer committer,
      Audit audit,
      Tenants tenants,
      Webhooks webhooks,
      EventStore events,
      DeliveryPort delivery,
      IdSource ids,
      InstantSource clock) {
    var store = new ReplayStore(tenants);
    var replayer =
        new Replayer(
            database,
            committer,
            webhooks,
            store,
            events,
            delivery.store(),
            delivery.deliverer(),
            ids,
            clock);
    return new ReplayPort(
        new Replays(database, committer, audit, tenants, webhooks, store, replayer, ids, clock),
        replayer);
  }

  public Replays replays() {
    return replays;
  }

  /** Goes on with the replays that were not finished. */
  public void start() {
    replayer.start();
  }

  /** Begins no further step. */
  @Override
  public void close() {
    replayer.close();
  }
}
