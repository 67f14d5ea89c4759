package dev.belfry.engine.record;

import java.time.Instant;

/**
 * One thing that a dialect keeps.
 *
 * @param key within its shelf; lists are in the order of keys
 * @param value as the dialect wrote it, usually JSON; not encrypted
 */
public record Entry(String key, String value, Instant changedAt) {}
