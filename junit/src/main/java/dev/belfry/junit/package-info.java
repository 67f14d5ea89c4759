@NullMarked
package dev.belfry.junit;

import org.jspecify.annotations.NullMarked;
