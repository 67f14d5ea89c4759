/** New deliveries made on request from stored events. Knows nothing of how they are delivered. */
@NullMarked
package dev.belfry.engine.replay;

import org.jspecify.annotations.NullMarked;
