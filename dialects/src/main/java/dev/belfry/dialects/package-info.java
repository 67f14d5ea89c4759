/**
 * What a dialect is: routes, callback and rules, in plain values and without an HTTP framework.
 * Each vendor's way lives in a package of its own below this one; none knows another.
 */
@NullMarked
package dev.belfry.dialects;

import org.jspecify.annotations.NullMarked;
