package dev.belfry.engine.delivery;

import java.time.Instant;

/**
 * Deliveries of one webhook that go out as one request.
 *
 * @param number counts the webhook's batches from 1
 * @param first the least id among its deliveries; others may lie between
 * @param last the greatest
 * @param attempts made so far
 * @param gatheredAt when it was settled which deliveries these are
 */
record Batch(
    DeliveryId id,
    long number,
    DeliveryId first,
    DeliveryId last,
    int attempts,
    Instant gatheredAt) {}
