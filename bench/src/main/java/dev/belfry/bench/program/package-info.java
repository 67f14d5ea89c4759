/** The programs under test, each a process: how to start, stop, kill and observe them. */
@NullMarked
package dev.belfry.bench.program;

import org.jspecify.annotations.NullMarked;
