/** For tests of programs that use Belfry: a real one, started in the test's own process. */
@NullMarked
package dev.belfry.junit;

import org.jspecify.annotations.NullMarked;
