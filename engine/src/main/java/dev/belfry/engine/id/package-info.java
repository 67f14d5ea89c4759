/** Ids that only grow, and how they are written. Knows nothing of what they name. */
@NullMarked
package dev.belfry.engine.id;

import org.jspecify.annotations.NullMarked;
