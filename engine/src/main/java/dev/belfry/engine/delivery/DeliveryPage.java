package dev.belfry.engine.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, newest first.
 *
 * @param next go on before this one; null at the end. A page may be short and yet have a next.
 */
public record DeliveryPage(List<Delivery> deliveries, @Nullable DeliveryId next) {}
