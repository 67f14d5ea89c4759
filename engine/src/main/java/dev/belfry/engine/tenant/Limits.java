package dev.belfry.engine.tenant;

import org.jspecify.annotations.Nullable;

/**
 * What a tenant may use; null for no limit of its own.
 *
 * @param eventsPerSecond accepted
 * @param webhooks registered at once
 * @param pending deliveries owed at once
 */
public record Limits(
    @Nullable Long eventsPerSecond, @Nullable Long webhooks, @Nullable Long pending) {

  public static final Limits NONE = new Limits(null, null, null);
}
