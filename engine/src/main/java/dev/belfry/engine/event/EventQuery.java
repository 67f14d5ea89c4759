package dev.belfry.engine.event;

import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which events to list; null asks for nothing in particular.
 *
 * @param filter what they are like
 * @param since accepted then or later
 * @param until accepted before
 * @param before only events older than this one
 */
public record EventQuery(
    @Nullable TenantId tenant,
    EventFilter filter,
    @Nullable Instant since,
    @Nullable Instant until,
    @Nullable EventId before,
    int limit) {}
