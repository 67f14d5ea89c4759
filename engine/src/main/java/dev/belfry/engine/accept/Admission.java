package dev.belfry.engine.accept;

import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.Quota;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.Tenants;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Holds tenants to the number of events a second that they may hand in. */
final class Admission {

  private final Tenants tenants;
  private final InstantSource clock;
  private final Map<TenantId, Bucket> buckets = new ConcurrentHashMap<>();

  Admission(Tenants tenants, InstantSource clock) {
    this.tenants = tenants;
    this.clock = clock;
  }

  /**
   * Counts events that are handed in together.
   *
   * @throws OverLimit if they are too many at the moment; then they do not count
   */
  void admit(TenantId tenant, int events) {
    var bucket = bucket(tenant);
    if (bucket != null) {
      bucket.take(events, clock.millis());
    }
  }

  /** So many of those that were admitted do not count after all: nothing new came of them. */
  void giveBack(TenantId tenant, int events) {
    var bucket = events == 0 ? null : bucket(tenant);
    if (bucket != null) {
      bucket.giveBack(events);
    }
  }

  /** How the limit of a tenant stands; empty if there is none. */
  Optional<Quota> quota(TenantId tenant) {
    return Optional.ofNullable(bucket(tenant)).map(bucket -> bucket.quota(clock.millis()));
  }

  private @Nullable Bucket bucket(TenantId tenant) {
    var limit = tenants.find(tenant).map(Tenant::limits).map(Limits::eventsPerSecond).orElse(null);
    if (limit == null) {
      buckets.remove(tenant);
      return null;
    }
    var there = buckets.get(tenant);
    if (there != null && there.limit() == limit) {
      return there;
    }
    return buckets.compute(
        tenant,
        (_, now) -> now != null && now.limit() == limit ? now : new Bucket(limit, clock.millis()));
  }
}
