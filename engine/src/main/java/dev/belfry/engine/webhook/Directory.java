package dev.belfry.engine.webhook;

import dev.belfry.engine.tenant.TenantId;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Every webhook in memory, found by id, by tenant, or by the id its vendor's clients know. */
final class Directory {

  private final NavigableMap<WebhookId, Webhook> all = new ConcurrentSkipListMap<>();
  private final Map<TenantId, NavigableMap<WebhookId, Webhook>> byTenant =
      new ConcurrentHashMap<>();
  private final Map<VendorKey, WebhookId> byVendorId = new ConcurrentHashMap<>();

  /** Takes in a webhook, new or changed; its vendor's id never changes. */
  void put(Webhook webhook) {
    all.put(webhook.id(), webhook);
    byTenant
        .computeIfAbsent(webhook.tenant(), _ -> new ConcurrentSkipListMap<>())
        .put(webhook.id(), webhook);
    var vendorId = webhook.registration().vendorId();
    if (vendorId != null) {
      byVendorId.put(new VendorKey(webhook.tenant(), webhook.dialect(), vendorId), webhook.id());
    }
  }

  void remove(Webhook webhook) {
    all.remove(webhook.id());
    of(webhook.tenant()).remove(webhook.id());
    var vendorId = webhook.registration().vendorId();
    if (vendorId != null) {
      byVendorId.remove(new VendorKey(webhook.tenant(), webhook.dialect(), vendorId));
    }
  }

  Optional<Webhook> find(WebhookId id) {
    return Optional.ofNullable(all.get(id));
  }

  Optional<Webhook> find(TenantId tenant, String dialect, String vendorId) {
    return Optional.ofNullable(byVendorId.get(new VendorKey(tenant, dialect, vendorId)))
        .flatMap(this::find);
  }

  /** All of one tenant, or of all when null, in the order of their ids. */
  NavigableMap<WebhookId, Webhook> of(@Nullable TenantId tenant) {
    return tenant == null
        ? all
        : byTenant.computeIfAbsent(tenant, _ -> new ConcurrentSkipListMap<>());
  }

  private record VendorKey(TenantId tenant, String dialect, String vendorId) {}
}
