package dev.belfry.engine.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change.
 *
 * @param tenant null for what concerns no tenant, or one that is gone
 * @param actor {@code admin}, {@code belfry} or a key's id
 * @param detail JSON, or null
 */
public record AuditEntry(
    AuditId id,
    Instant at,
    @Nullable String tenant,
    String actor,
    String action,
    String object,
    @Nullable String detail) {}
