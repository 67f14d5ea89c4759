package dev.belfry.engine.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How much is owed at one moment.
 *
 * @param pending deliveries not settled
 * @param oldestDue since when the one that is due the longest has been so; null if none is
 */
public record Standing(long pending, @Nullable Instant oldestDue) {}
