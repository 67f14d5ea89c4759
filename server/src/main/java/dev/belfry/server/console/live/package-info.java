/** What happens right now, told to whoever watches. Costs next to nothing while nobody does. */
@NullMarked
package dev.belfry.server.console.live;

import org.jspecify.annotations.NullMarked;
