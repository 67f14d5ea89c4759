/**
 * What happened lately, counted by the minute: so that a person can see how things go without any
 * delivery being looked at. Must not know deliveries.
 */
@NullMarked
package dev.belfry.engine.tally;

import org.jspecify.annotations.NullMarked;
