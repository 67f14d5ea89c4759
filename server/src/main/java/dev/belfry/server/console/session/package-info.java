/** Who is signed in to the console or came by a portal link. Knows no page. */
@NullMarked
package dev.belfry.server.console.session;

import org.jspecify.annotations.NullMarked;
