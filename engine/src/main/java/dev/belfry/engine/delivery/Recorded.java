package dev.belfry.engine.delivery;

import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An attempt that was made, on its way to the store.
 *
 * @param failingSince as it stands after this attempt
 */
record Recorded(
    Lane lane,
    Due due,
    Webhook webhook,
    Attempt attempt,
    boolean succeeded,
    NextStep next,
    Instant endedAt,
    @Nullable Instant failingSince) {}
