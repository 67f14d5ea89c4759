/** The scenarios: each is a story told to a program, and the figures it gave. */
@NullMarked
package dev.belfry.bench.scenario;

import org.jspecify.annotations.NullMarked;
