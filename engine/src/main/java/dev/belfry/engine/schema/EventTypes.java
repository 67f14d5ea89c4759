package dev.belfry.engine.schema;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.audit.Change;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All event types, in memory and in the store. Schemas are compiled at their first use; a tenant
 * without types costs an event one look-up.
 */
public final class EventTypes {

  /** Of a tenant. */
  public static final int MOST = 1000;

  private final Committer committer;
  private final Audit audit;
  private final Tenants tenants;
  private final InstantSource clock;

  /** By the tenant's number, which is never given again. */
  private final Map<Long, Map<String, Known>> byTenant = new ConcurrentHashMap<>();

  /** Reads all types. */
  public EventTypes(
      Database database, Committer committer, Audit audit, Tenants tenants, InstantSource clock) {
    this.committer = committer;
    this.audit = audit;
    this.tenants = tenants;
    this.clock = clock;
    database.read(tx -> {
      tx.scan(
          "select tenant, type, description, schema, created_at, version from event_type",
          row -> {
            of(row.number(1)).put(row.text(2), new Known(read(row), null));
            return true;
          });
      return true;
    });
  }

  public Optional<EventType> find(TenantId tenant, String type) {
    return Optional.ofNullable(of(tenants.number(tenant)).get(type)).map(Known::type);
  }

  /** Newest first. */
  public List<EventType> list(TenantId tenant) {
    return of(tenants.number(tenant)).values().stream()
        .map(Known::type)
        .sorted(
            Comparator.comparing(EventType::createdAt).thenComparing(EventType::type).reversed())
        .toList();
  }

  /**
   * Makes a type, or changes it.
   *
   * @param schema null for none
   * @param expectedVersion if given, only this version is changed
   * @throws InvalidSchema with all that is wrong with the schema
   * @throws EventTypeChanged if it is in another version
   * @throws TooManyTypes if the tenant has as many as it may
   */
  public EventType put(
      TenantId tenant,
      String type,
      String description,
      @Nullable String schema,
      OptionalLong expectedVersion,
      Actor by) {
    var compiled = schema == null ? null : DataSchema.compile(schema);
    return committer.change(
            tx -> {
              var no = tenants.number(tenant);
              var before = find(tenant, type).orElse(null);
              check(before, expectedVersion);
              if (before == null && of(no).size() >= MOST) {
                throw new TooManyTypes();
              }
              var after = after(before, type, description, schema);
              write(tx, no, after);
              audit.record(
                  tx,
                  no,
                  by,
                  before == null ? "event_type.created" : "event_type.changed",
                  type,
                  between(before, after));
              return new Known(after, compiled);
            },
            known -> of(tenants.number(tenant)).put(type, known))
        .type;
  }

  /** False if there is none. */
  public boolean delete(TenantId tenant, String type, OptionalLong expectedVersion, Actor by) {
    return committer.change(
        tx -> {
          var no = tenants.number(tenant);
          var before = find(tenant, type).orElse(null);
          if (before == null) {
            return false;
          }
          check(before, expectedVersion);
          tx.update("delete from event_type where tenant = ? and type = ?", no, type);
          audit.record(tx, no, by, "event_type.deleted", type, between(before, null));
          return true;
        },
        _ -> of(tenants.number(tenant)).remove(type));
  }

  private static Change between(@Nullable EventType before, @Nullable EventType after) {
    return new Change()
        .of("description", description(before), description(after))
        .of("schema", schema(before), schema(after));
  }

  private static @Nullable String description(@Nullable EventType type) {
    return type == null ? null : type.description();
  }

  private static @Nullable String schema(@Nullable EventType type) {
    return type == null ? null : type.schema();
  }

  /** What is wrong with an event by the schema of its type; pointers begin with {@code /data}. */
  public List<SchemaFault> faults(TenantId tenant, NewEvent event) {
    var types = byTenant.get(tenants.number(tenant));
    var known = types == null ? null : types.get(event.attributes().type());
    var schema = known == null ? null : known.schema();
    return schema == null ? List.of() : schema.faults(event.data());
  }

  private Map<String, Known> of(long tenant) {
    return byTenant.computeIfAbsent(tenant, _ -> new ConcurrentHashMap<>());
  }

  private EventType after(
      @Nullable EventType before, String type, String description, @Nullable String schema) {
    return before == null
        ? new EventType(
            type, description, schema, clock.instant().truncatedTo(ChronoUnit.MILLIS), 1)
        : new EventType(type, description, schema, before.createdAt(), before.version() + 1);
  }

  private static void check(@Nullable EventType before, OptionalLong expectedVersion) {
    if (expectedVersion.isPresent()
        && (before == null || before.version() != expectedVersion.getAsLong())) {
      throw new EventTypeChanged();
    }
  }

  private static void write(Tx tx, long tenant, EventType type) {
    tx.update(
        """
        insert or replace into event_type
               (tenant, type, description, schema, created_at, version)
        values (?, ?, ?, ?, ?, ?)
        """,
        tenant,
        type.type(),
        type.description(),
        type.schema(),
        type.createdAt(),
        type.version());
  }

  private static EventType read(Tx.Row row) {
    return new EventType(
        row.text(2), row.text(3), row.textOrNull(4), row.instant(5), row.number(6));
  }

  /** A type and its schema, which is compiled when it is asked for first. */
  private static final class Known {
    private final EventType type;
    private @Nullable DataSchema compiled;

    Known(EventType type, @Nullable DataSchema compiled) {
      this.type = type;
      this.compiled = compiled;
    }

    EventType type() {
      return type;
    }

    /** Null if there is none. */
    synchronized @Nullable DataSchema schema() {
      var text = type.schema();
      var known = compiled;
      if (known == null && text != null) {
        known = DataSchema.compile(text);
        compiled = known;
      }
      return known;
    }
  }
}
