/**
 * JSON in, read strictly: what two readers could understand in two ways is refused. Knows neither
 * webhooks nor events.
 */
@NullMarked
package dev.belfry.dialects.json;

import org.jspecify.annotations.NullMarked;
