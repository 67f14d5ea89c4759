/** How log lines look and where they go: one line a record, to stderr. */
@NullMarked
package dev.belfry.server.log;

import org.jspecify.annotations.NullMarked;
