/**
 * Measures a webhook server as a black box: the program under test is a process of its own, driven
 * through HTTP only, and knows nothing of the bench.
 */
@NullMarked
package dev.belfry.bench;

import org.jspecify.annotations.NullMarked;
