package dev.belfry.engine.tenant;

import java.time.Instant;

/**
 * Who owns webhooks and events.
 *
 * @param name for people
 * @param suspended its keys are refused and nothing goes out for it
 * @param version counts its changes, from 1
 */
public record Tenant(
    TenantId id, String name, Limits limits, boolean suspended, Instant createdAt, long version) {}
