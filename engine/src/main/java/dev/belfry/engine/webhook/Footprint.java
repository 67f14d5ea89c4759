package dev.belfry.engine.webhook;

import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.TenantId;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What webhooks take of the memory, by estimate. All of them are there at any time, so without a
 * bound they could end the program, and it would never start again. One tenant leaves some to the
 * others. For the committer's thread only.
 */
final class Footprint {

  /** What one takes besides its own text: objects, index, lane. */
  private static final long EACH = 2048;

  private static final double OF_HEAP = 0.45;
  private static final double OF_ONE_TENANT = 0.75;
  private static final Duration UNTIL_SOME_ARE_DELETED = Duration.ofMinutes(1);

  private final long most;

  /** As each was counted, so that just as much is taken off again. */
  private final Map<WebhookId, Long> weights = new HashMap<>();

  private final Map<TenantId, Long> byTenant = new HashMap<>();
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

  /** Bytes that a webhook takes that is stored like this. */
  static long weight(byte[] sealed) {
    return EACH + sealed.length;
  }

  /** Counts a webhook, new or changed. */
  void put(TenantId tenant, WebhookId id, long weight) {
    add(tenant, weight - weightOf(id));
    weights.put(id, weight);
  }

  /** One is gone. */
  void remove(TenantId tenant, WebhookId id) {
    add(tenant, -weightOf(id));
    weights.remove(id);
  }

  private void add(TenantId tenant, long bytes) {
    total += bytes;
    byTenant.merge(tenant, bytes, (held, more) -> held + more == 0 ? null : held + more);
  }

  private long weightOf(WebhookId id) {
    return weights.getOrDefault(id, 0L);
  }

  /** Bytes that all webhooks take. */
  long total() {
    return total;
  }

  /** Bytes that a tenant's webhooks take. */
  long of(TenantId tenant) {
    return byTenant.getOrDefault(tenant, 0L);
  }

  /**
   * Asks before a webhook is made or changed.
   *
   * @throws OverLimit if it takes more than before, and that is too much
   */
  void demandRoom(TenantId tenant, WebhookId id, long weight) {
    var more = weight - weightOf(id);
    if (more > 0 && (total + more > most || of(tenant) + more > most * OF_ONE_TENANT)) {
      throw new OverLimit(
          "more memory for webhooks: make them smaller or delete some, or ask the operator for"
              + " more",
          UNTIL_SOME_ARE_DELETED,
          null);
    }
  }
}
