package dev.belfry.engine.replay;

import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * New deliveries of stored events, asked for by a person or program.
 *
 * @param ratePerSecond how many are made in a second; null for as fast as may be
 * @param found how many there were to be made when it began; 0 until that is known
 * @param made so far
 */
public record Replay(
    ReplayId id,
    TenantId tenant,
    WebhookId webhook,
    Selection selection,
    @Nullable Double ratePerSecond,
    State state,
    long found,
    long made,
    Instant createdAt) {

  /** Where a replay stands; the names are kept in the store. */
  public enum State {
    RUNNING,
    DONE,
    CANCELLED;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
