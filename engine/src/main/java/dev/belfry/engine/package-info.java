@NullMarked
package dev.belfry.engine;

import org.jspecify.annotations.NullMarked;
