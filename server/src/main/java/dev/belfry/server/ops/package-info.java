/** What operators ask without credentials: health, metrics, version. Knows no dialect. */
@NullMarked
package dev.belfry.server.ops;

import org.jspecify.annotations.NullMarked;
