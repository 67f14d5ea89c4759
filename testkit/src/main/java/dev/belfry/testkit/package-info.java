/**
 * Stand-ins for what surrounds Belfry in tests: a clock to turn, a receiver that misbehaves on
 * request, a proxy that breaks connections, a wait with a deadline. Needs the JDK only and knows no
 * other module.
 */
@NullMarked
package dev.belfry.testkit;

import org.jspecify.annotations.NullMarked;
