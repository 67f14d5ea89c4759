package dev.belfry.engine.event;

import dev.belfry.engine.store.Database;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import java.util.Optional;

/** Reads events. */
public final class Events {

  /** How many rows one page may look at before it is given short. */
  private static final int REACH = 20_000;

  private final Database database;
  private final EventStore store;
  private final Tenants tenants;

  public Events(Database database, EventStore store, Tenants tenants) {
    this.database = database;
    this.store = store;
    this.tenants = tenants;
  }

  /** Empty also when it is another tenant's. */
  public Optional<Event> find(TenantId tenant, EventId id) {
    return database.read(tx -> store.find(tx, id)).filter(event -> event.tenant().equals(tenant));
  }

  /** Newest first, without data. */
  public EventPage list(EventQuery query) {
    var tenant = query.tenant();
    var number = tenant == null ? null : (Long) tenants.number(tenant);
    return database.read(tx -> store.list(tx, query, number, REACH));
  }
}
