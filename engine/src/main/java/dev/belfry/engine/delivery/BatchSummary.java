package dev.belfry.engine.delivery;

/**
 * What became of a webhook's latest batch that was attempted.
 *
 * @param number counts the webhook's batches from 1
 * @param attempts made for it so far
 */
public record BatchSummary(long number, int attempts) {}
