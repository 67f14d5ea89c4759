/**
 * The program: puts engine, dialects and HTTP together. {@link dev.belfry.server.Program} builds
 * all parts with {@code new}; everything else here is handed what it needs.
 */
@NullMarked
package dev.belfry.server;

import org.jspecify.annotations.NullMarked;
