/** Sends mail through the operator's server. Knows nothing of webhooks. */
@NullMarked
package dev.belfry.server.mail;

import org.jspecify.annotations.NullMarked;
