package dev.belfry.engine.delivery;

import java.util.List;

/**
 * A part of a list by position, for dialects whose vendors page so.
 *
 * @param total how many there are in all
 */
public record DeliverySlice(long total, List<Delivery> deliveries) {}
