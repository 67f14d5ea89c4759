/**
 * What the operator decides: flags, then environment, then {@code belfry.yaml}. Reads text into
 * checked records and tells all faults at once; starts nothing.
 */
@NullMarked
package dev.belfry.server.config;

import org.jspecify.annotations.NullMarked;
