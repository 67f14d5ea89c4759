/**
 * {@code belfry listen}: a receiver for people who build one. Shows each request, says whether its
 * signature is good and why not, answers challenges. Knows no vendor: schemes and challenges come
 * from the dialects.
 */
@NullMarked
package dev.belfry.server.listen;

import org.jspecify.annotations.NullMarked;
