/**
 * Deliveries and attempts: lanes, turns, attempts, outcomes, retries, recovery. Knows no vendor:
 * how a request looks and what an outcome means comes in as a protocol.
 */
@NullMarked
package dev.belfry.engine.delivery;

import org.jspecify.annotations.NullMarked;
