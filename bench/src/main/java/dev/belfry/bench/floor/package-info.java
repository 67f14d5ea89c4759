/**
 * The floor: the smallest honest program that keeps Belfry's promise; the limit it is compared
 * with.
 */
@NullMarked
package dev.belfry.bench.floor;

import org.jspecify.annotations.NullMarked;
