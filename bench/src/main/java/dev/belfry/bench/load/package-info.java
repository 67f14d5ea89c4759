/** The load generator and the receiver: both share the cores with the program under test. */
@NullMarked
package dev.belfry.bench.load;

import org.jspecify.annotations.NullMarked;
