/** Figures and checks of a run, as a table, JSON and a page. */
@NullMarked
package dev.belfry.bench.report;

import org.jspecify.annotations.NullMarked;
