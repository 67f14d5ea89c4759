package dev.belfry.engine.schema;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A type of events, described.
 *
 * @param description for people; may be empty
 * @param schema JSON Schema 2020-12 as text; null for data of any kind
 */
public record EventType(
    String type, String description, @Nullable String schema, Instant createdAt, long version) {}
