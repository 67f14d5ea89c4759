package dev.belfry.engine.delivery;

import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;

/** An attempt that was made, on its way to the store. */
record Recorded(
    Lane lane,
    Due due,
    Webhook webhook,
    Attempt attempt,
    boolean succeeded,
    NextStep next,
    Instant endedAt) {}
