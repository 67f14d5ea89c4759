/** The demonstration: a server, a receiver of its own, real events, and what arrived. */
@NullMarked
package dev.belfry.server.demo;

import org.jspecify.annotations.NullMarked;
