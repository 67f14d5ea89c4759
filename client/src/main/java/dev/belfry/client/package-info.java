/** Sends events to a Belfry server. Needs nothing but the JDK. */
@NullMarked
package dev.belfry.client;

import org.jspecify.annotations.NullMarked;
