package dev.belfry.engine.replay;

import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.WebhookId;
import org.jspecify.annotations.Nullable;

/**
 * Which replays to list.
 *
 * @param tenant null for all
 * @param webhook null for all
 * @param state null for any
 * @param before only those older than this one; null for the newest
 */
public record ReplayQuery(
    @Nullable TenantId tenant,
    @Nullable WebhookId webhook,
    Replay.@Nullable State state,
    @Nullable ReplayId before,
    int limit) {

  boolean fits(Replay replay) {
    return (tenant == null || tenant.equals(replay.tenant()))
        && (webhook == null || webhook.equals(replay.webhook()))
        && (state == null || state == replay.state());
  }
}
