/**
 * Our own API below {@code /v1}: its routes, its JSON and its errors. Must not know the dialects of
 * vendors.
 */
@NullMarked
package dev.belfry.dialects.belfry;

import org.jspecify.annotations.NullMarked;
