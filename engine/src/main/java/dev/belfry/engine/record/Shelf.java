package dev.belfry.engine.record;

import dev.belfry.engine.tenant.TenantId;

/**
 * Where things of one kind are kept.
 *
 * @param kind the dialect's word for them, such as {@code run}
 */
public record Shelf(TenantId tenant, String dialect, String kind) {}
