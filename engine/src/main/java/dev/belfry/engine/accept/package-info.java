/**
 * The way in: admission, idempotency, matching and one commit for an event and all that it owes.
 */
@NullMarked
package dev.belfry.engine.accept;

import org.jspecify.annotations.NullMarked;
