/**
 * What a target of our own dialect receives, and what its answers mean: CloudEvents signed by
 * Standard Webhooks, the retry schedule, {@code Retry-After}, 410. Plain functions of values: must
 * not know routes, stores, clocks or sockets.
 */
@NullMarked
package dev.belfry.dialects.belfry.delivery;

import org.jspecify.annotations.NullMarked;
