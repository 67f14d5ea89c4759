package dev.belfry.server.console.live;

import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, as it is shown while it happens.
 *
 * @param webhook its id
 * @param name the webhook's, or its host
 * @param outcome that it arrived, or a stable word for what went wrong
 * @param next what follows from that, in a few words
 */
public record Seen(
    Instant at,
    TenantId tenant,
    String webhook,
    String name,
    String event,
    String type,
    String delivery,
    int attempt,
    String outcome,
    @Nullable Integer status,
    long millis,
    String next) {}
