package dev.belfry.engine.tenant;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.audit.Audit;
import dev.belfry.engine.audit.Change;
import dev.belfry.engine.store.Committer;
import dev.belfry.engine.store.Database;
import dev.belfry.engine.store.Pages;
import dev.belfry.engine.store.Tx;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** All tenants, in memory and in the store. */
public final class Tenants {

  /** A number is never given again: the audit log still knows those of tenants that are gone. */
  private static final String NEXT_NUMBER =
      """
      select 1 + max(
        coalesce((select max(no) from tenant), 0),
        coalesce((select max(tenant) from audit), 0))
      """;

  private final Committer committer;
  private final Audit audit;
  private final InstantSource clock;
  private final Map<TenantId, Known> byId = new ConcurrentHashMap<>();
  private final Map<Long, TenantId> byNumber = new ConcurrentHashMap<>();
  private final List<Consumer<Tenant>> hooks = new CopyOnWriteArrayList<>();

  /** Reads all tenants. */
  public Tenants(Database database, Committer committer, Audit audit, InstantSource clock) {
    this.committer = committer;
    this.audit = audit;
    this.clock = clock;
    Pages.each(database, 0L, Tenants::readSome, Known::no, this::remember);
  }

  /**
   * Makes a tenant.
   *
   * @throws TenantTaken if there is one of this id
   */
  public Tenant create(TenantId id, String name, Limits limits, Actor by) {
    var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    return committer.change(
            tx -> {
              if (tx.find("select no from tenant where id = ?", row -> row.number(1), id.value())
                  .isPresent()) {
                throw new TenantTaken("there is a tenant " + id + " already");
              }
              var no = tx.find(NEXT_NUMBER, row -> row.number(1)).orElseThrow();
              var tenant = new Tenant(id, name, limits, false, now, 1);
              insert(tx, no, tenant);
              audit.record(tx, no, by, "tenant.created", id.value(), between(null, tenant));
              return new Known(no, tenant);
            },
            this::remember)
        .tenant;
  }

  public Optional<Tenant> find(TenantId id) {
    return Optional.ofNullable(byId.get(id)).map(Known::tenant);
  }

  public boolean isSuspended(TenantId id) {
    return find(id).filter(Tenant::suspended).isPresent();
  }

  /**
   * Asked before something is sent that nobody is owed.
   *
   * @throws TenantSuspended if nothing goes out for this tenant
   */
  public void demandNotSuspended(TenantId id) {
    if (isSuspended(id)) {
      throw new TenantSuspended(id);
    }
  }

  /** Newest first. */
  public List<Tenant> list() {
    return byId.values().stream()
        .sorted(Comparator.comparingLong(Known::no).reversed())
        .map(Known::tenant)
        .toList();
  }

  /**
   * Changes name, limits and suspension.
   *
   * @param expectedVersion if given, the change is made only to this version
   * @throws NoSuchTenant if there is none
   * @throws TenantChanged if it is in another version
   */
  public Tenant change(
      TenantId id, OptionalLong expectedVersion, UnaryOperator<Tenant> how, Actor by) {
    return committer.change(
            tx -> {
              var known = get(id);
              var old = known.tenant;
              if (expectedVersion.isPresent() && expectedVersion.getAsLong() != old.version()) {
                throw new TenantChanged("tenant " + id + " was changed meanwhile");
              }
              var wanted = how.apply(old);
              var tenant =
                  new Tenant(
                      id,
                      wanted.name(),
                      wanted.limits(),
                      wanted.suspended(),
                      old.createdAt(),
                      old.version() + 1);
              tx.update(
                  "update tenant set name = ?, limits = ?, suspended = ?, version = ? where no = ?",
                  tenant.name(),
                  LimitsText.write(tenant.limits()),
                  tenant.suspended(),
                  tenant.version(),
                  known.no);
              audit.record(tx, known.no, by, "tenant.changed", id.value(), between(old, tenant));
              return new Known(known.no, tenant);
            },
            this::changed)
        .tenant;
  }

  /** What differs; one of the two is null where the tenant was made or goes. */
  public static Change between(@Nullable Tenant before, @Nullable Tenant after) {
    return new Change()
        .of("name", before == null ? null : before.name(), after == null ? null : after.name())
        .of(
            "limits",
            before == null ? null : before.limits(),
            after == null ? null : after.limits())
        .of(
            "suspended",
            before == null ? null : before.suspended(),
            after == null ? null : after.suspended());
  }

  /** Has {@code told} called with every tenant that is changed from now on, once it is on disk. */
  public void whenChanged(Consumer<Tenant> told) {
    hooks.add(told);
  }

  private void changed(Known known) {
    remember(known);
    hooks.forEach(hook -> hook.accept(known.tenant));
  }

  /**
   * The number that rows refer to a tenant by.
   *
   * @throws NoSuchTenant if there is none
   */
  public long number(TenantId id) {
    return get(id).no;
  }

  /** The tenant of a number that stands in a row. */
  public Optional<TenantId> named(long number) {
    return Optional.ofNullable(byNumber.get(number));
  }

  /** Forgets a tenant whose rows were removed; on the committer's thread. */
  public void forget(TenantId id) {
    var known = byId.remove(id);
    if (known != null) {
      byNumber.remove(known.no);
    }
  }

  private Known get(TenantId id) {
    var known = byId.get(id);
    if (known == null) {
      throw new NoSuchTenant("there is no tenant " + id);
    }
    return known;
  }

  private void remember(Known known) {
    byId.put(known.tenant.id(), known);
    byNumber.put(known.no, known.tenant.id());
  }

  private static void insert(Tx tx, long no, Tenant tenant) {
    tx.update(
        """
        insert into tenant (no, id, name, limits, suspended, created_at, version)
        values (?, ?, ?, ?, ?, ?, ?)
        """,
        no,
        tenant.id().value(),
        tenant.name(),
        LimitsText.write(tenant.limits()),
        tenant.suspended(),
        tenant.createdAt(),
        tenant.version());
    tx.update("insert into tenant_count (tenant) values (?)", no);
  }

  private static List<Known> readSome(Tx tx, long after, int limit) {
    return tx.query(
        """
        select no, id, name, limits, suspended, created_at, version from tenant
         where no > ? order by no limit ?
        """,
        Tenants::readKnown,
        after,
        limit);
  }

  private static Known readKnown(Tx.Row row) {
    return new Known(
        row.number(1),
        new Tenant(
            new TenantId(row.text(2)),
            row.text(3),
            LimitsText.read(row.text(4)),
            row.flag(5),
            row.instant(6),
            row.number(7)));
  }

  private record Known(long no, Tenant tenant) {}
}
