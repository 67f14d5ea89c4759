package dev.belfry.engine.schema;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
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

  /** Characters of all schemas of a tenant. */
  public static final int MOST_TEXT = 512 * 1024;

  /** Measured: 24 bytes for each character of a schema once compiled. */
  private static final int BYTES_A_CHARACTER = 24;

  private static final int BYTES_EACH = 2048;

  private final Committer committer;
  private final Audit audit;
  private final Tenants tenants;
  private final InstantSource clock;

  /** By the tenant's number, which is never given again. */
  private final Map<Long, Map<String, EventType>> byTenant = new ConcurrentHashMap<>();

  /** What is compiled is bounded in memory; schemas not used for long are compiled again. */
  private final Cache<String, DataSchema> compiled =
      CacheBuilder.newBuilder()
          .concurrencyLevel(1) // else each part has a part of the room only
          .maximumWeight(Runtime.getRuntime().maxMemory() / 10)
          .weigher((String text, DataSchema _) -> BYTES_EACH + BYTES_A_CHARACTER * text.length())
          .build();

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
            of(row.number(1)).put(row.text(2), read(row));
            return true;
          });
      return true;
    });
  }

  public Optional<EventType> find(TenantId tenant, String type) {
    return Optional.ofNullable(of(tenants.number(tenant)).get(type));
  }

  /** Newest first. */
  public List<EventType> list(TenantId tenant) {
    return of(tenants.number(tenant)).values().stream()
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
    if (schema != null) {
      compiled.put(schema, DataSchema.compile(schema));
    }
    return committer.change(
        tx -> {
          var no = tenants.number(tenant);
          var before = find(tenant, type).orElse(null);
          check(before, expectedVersion);
          var after = after(before, type, description, schema);
          checkRoom(no, before, after);
          write(tx, no, after);
          audit.record(
              tx,
              no,
              by,
              before == null ? "event_type.created" : "event_type.changed",
              type,
              between(before, after));
          return after;
        },
        after -> of(tenants.number(tenant)).put(type, after));
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
    return schema == null ? List.of() : compiled(schema).faults(event.data());
  }

  private DataSchema compiled(String text) {
    var known = compiled.getIfPresent(text);
    if (known == null) {
      known = DataSchema.compile(text);
      compiled.put(text, known);
    }
    return known;
  }

  private void checkRoom(long tenant, @Nullable EventType before, EventType after) {
    if (before == null && of(tenant).size() >= MOST) {
      throw new TooManyTypes("there are " + MOST + " event types already");
    }
    var all = of(tenant).values().stream().mapToLong(EventTypes::length).sum();
    var more = length(after) - (before == null ? 0 : length(before));
    if (more > 0 && all + more > MOST_TEXT) {
      throw new TooManyTypes(
          "the schemas of all event types have more than " + MOST_TEXT + " characters together");
    }
  }

  private static long length(EventType type) {
    return type.schema() == null ? 0 : type.schema().length();
  }

  private Map<String, EventType> of(long tenant) {
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
}
