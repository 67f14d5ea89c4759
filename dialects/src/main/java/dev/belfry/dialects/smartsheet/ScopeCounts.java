package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookHook;
import dev.belfry.engine.webhook.Webhooks;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** How many webhooks each sheet and plan has, kept in step with every change. */
final class ScopeCounts implements WebhookHook {

  private final Map<Key, Integer> counts = new ConcurrentHashMap<>();

  /** Counts those there are; from then on those that come and go. */
  static ScopeCounts of(Webhooks webhooks) {
    var counts = new ScopeCounts();
    webhooks.addHook(counts);
    webhooks
        .list(null, ScopeCounts::isOurs, null, Integer.MAX_VALUE)
        .forEach(webhook -> counts.add(webhook, 1));
    return counts;
  }

  int of(TenantId tenant, String subject) {
    return counts.getOrDefault(new Key(tenant, subject), 0);
  }

  @Override
  public void changing(Tx tx, @Nullable Webhook before, @Nullable Webhook after) {}

  /** What a webhook watches never changes. */
  @Override
  public void changed(@Nullable Webhook before, @Nullable Webhook after) {
    if (before == null && after != null && isOurs(after)) {
      add(after, 1);
    } else if (after == null && before != null && isOurs(before)) {
      add(before, -1);
    }
  }

  private void add(Webhook webhook, int by) {
    var key = new Key(webhook.tenant(), String.valueOf(webhook.wants().subject()));
    counts.compute(
        key,
        (_, count) -> {
          var sum = (count == null ? 0 : count) + by;
          return sum == 0 ? null : sum;
        });
  }

  private static boolean isOurs(Webhook webhook) {
    return webhook.dialect().equals(SmartsheetDialect.NAME);
  }

  private record Key(TenantId tenant, String subject) {}
}
