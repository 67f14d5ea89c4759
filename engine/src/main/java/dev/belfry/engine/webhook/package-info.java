/**
 * Webhooks: what is registered, who may change it, and which of them want an event. Must not know
 * deliveries.
 */
@NullMarked
package dev.belfry.engine.webhook;

import org.jspecify.annotations.NullMarked;
