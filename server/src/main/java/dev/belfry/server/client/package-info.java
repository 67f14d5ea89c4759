/** A client of the API, for the commands that ask a running server. */
@NullMarked
package dev.belfry.server.client;

import org.jspecify.annotations.NullMarked;
