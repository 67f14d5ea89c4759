package dev.belfry.engine.webhook;

import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.TenantId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What webhooks take of the memory, by estimate. All of them are there at any time, so without a
 * bound they could end the program, and it would never start again. One tenant leaves some to the
 * others. Changed by the committer's thread only.
 */
final class Footprint {

  /** What one takes besides its own text: objects, index, lane. */
  private static final long EACH = 2048;

  private static final double OF_HEAP = 0.45;
  private static final double OF_ONE_TENANT = 0.75;
  private static final Duration UNTIL_SOME_ARE_DELETED = Duration.ofMinutes(1);

  private final long most;
  private final Map<TenantId, Long> byTenant = new ConcurrentHashMap<>();
  private long total;

  /** A share of the memory that this program may have. */
  Footprint() {
    this((long) (OF_HEAP * Runtime.getRuntime().maxMemory()));
  }

  /**
   * @param most bytes
   */
  Footprint(long most) {
    this.most = most;
  }

  /** Bytes that a webhook takes. */
  static long of(Registration registration) {
    return EACH + RegistrationText.write(registration).length;
  }

  /** The same of one as it is stored. */
  static long of(byte[] sealed) {
    return EACH + sealed.length;
  }

  /** Takes in a change of what a tenant's webhooks take; less if negative. */
  void add(TenantId tenant, long bytes) {
    total += bytes;
    byTenant.merge(tenant, bytes, (held, more) -> held + more <= 0 ? null : held + more);
  }

  /**
   * @throws OverLimit if so much more is too much
   */
  void demandRoom(TenantId tenant, long more) {
    if (more <= 0) {
      return;
    }
    var held = byTenant.getOrDefault(tenant, 0L);
    if (total + more > most || held + more > most * OF_ONE_TENANT) {
      throw new OverLimit(
          "more memory for webhooks: they have "
              + (held >> 20)
              + " MiB of the server's "
              + (most >> 20)
              + " MiB; make them smaller or delete some, or give the server more"
              + " (BELFRY_JAVA_OPTS=-Xmx1g)",
          UNTIL_SOME_ARE_DELETED,
          null);
    }
  }
}
