package dev.belfry.dialects.apify;

import dev.belfry.engine.Engine;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookHook;
import dev.belfry.engine.webhook.WebhookId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What callback, matching and routes share. The engine takes up deliveries before the dialect is
 * there: until {@link #attach} whoever needs the engine waits.
 */
final class Memory implements WebhookHook {

  /** Characters of what was parsed: beyond it, all is forgotten and parsed again on use. */
  private static final long MOST_PARSED = 16L << 20;

  final RunIndex index = new RunIndex();
  private final CompletableFuture<Attached> attached = new CompletableFuture<>();
  private final Map<WebhookId, Parsed> parsed = new ConcurrentHashMap<>();
  private final AtomicLong parsedLength = new AtomicLong();
  private final Map<RunKey, Set<WebhookId>> adHoc = new ConcurrentHashMap<>();
  private final Map<TenantId, Integer> adHocCounts = new ConcurrentHashMap<>();

  private record Parsed(long version, Stored stored) {}

  private record RunKey(TenantId tenant, String subject) {}

  private record Attached(Engine engine, Runs runs, Keepsakes keepsakes) {}

  void attach(Engine engine) {
    var runs = new Runs(engine.records(), index);
    var here = new Attached(engine, runs, new Keepsakes(engine.records()));
    engine.tenants().list().forEach(tenant -> runs.load(tenant.id()));
    engine.webhooks().list(null, Memory::isOurs, null, Integer.MAX_VALUE).forEach(this::note);
    engine.webhooks().addHook(this);
    attached.complete(here);
  }

  Engine engine() {
    return here().engine;
  }

  Runs runs() {
    return here().runs;
  }

  Keepsakes keepsakes() {
    return here().keepsakes;
  }

  private Attached here() {
    return attached.isDone() ? attached.join() : attached.orTimeout(30, TimeUnit.SECONDS).join();
  }

  static boolean isOurs(Webhook webhook) {
    return webhook.dialect().equals(Choices.DIALECT);
  }

  /** What is kept with a webhook of ours. */
  Stored stored(Webhook webhook) {
    var known = parsed.get(webhook.id());
    if (known != null && known.version == webhook.version()) {
      return known.stored;
    }
    var stored = Stored.of(webhook);
    var length = webhook.registration().details().length();
    if (parsedLength.addAndGet(length) > MOST_PARSED) {
      parsed.clear();
      parsedLength.set(length);
    }
    parsed.put(webhook.id(), new Parsed(webhook.version(), stored));
    return stored;
  }

  /** Whether there is any ad-hoc webhook. */
  boolean hasAdHoc() {
    return !adHoc.isEmpty();
  }

  /** How many ad-hoc webhooks a tenant has. */
  int adHocOf(TenantId tenant) {
    return adHocCounts.getOrDefault(tenant, 0);
  }

  /** The ad-hoc webhooks of a run. */
  Set<WebhookId> adHocOf(TenantId tenant, String runId) {
    return adHoc.getOrDefault(new RunKey(tenant, Settings.subject("actorRunId", runId)), Set.of());
  }

  @Override
  public void changing(Tx tx, @Nullable Webhook before, @Nullable Webhook after) {
    if (after == null && before != null && isOurs(before)) {
      keepsakes().keep(tx, before, stored(before));
    }
  }

  @Override
  public void changed(@Nullable Webhook before, @Nullable Webhook after) {
    if (before != null && isOurs(before)) {
      forget(before);
    }
    if (after != null && isOurs(after)) {
      note(after);
    }
  }

  private void note(Webhook webhook) {
    if (stored(webhook).settings().isAdHoc()) {
      adHoc.computeIfAbsent(key(webhook), _ -> ConcurrentHashMap.newKeySet()).add(webhook.id());
      adHocCounts.merge(webhook.tenant(), 1, Integer::sum);
    }
  }

  private void forget(Webhook webhook) {
    var isAdHoc = stored(webhook).settings().isAdHoc();
    parsed.remove(webhook.id());
    if (!isAdHoc) {
      return;
    }
    adHocCounts.computeIfPresent(webhook.tenant(), (_, count) -> count == 1 ? null : count - 1);
    adHoc.computeIfPresent(
        key(webhook),
        (_, ids) -> {
          ids.remove(webhook.id());
          return ids.isEmpty() ? null : ids;
        });
  }

  private static RunKey key(Webhook webhook) {
    return new RunKey(webhook.tenant(), String.valueOf(webhook.wants().subject()));
  }
}
