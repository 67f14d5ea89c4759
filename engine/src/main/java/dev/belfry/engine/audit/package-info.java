/** Who changed what, when: rows that are only ever added, each sealed to the one before. */
@NullMarked
package dev.belfry.engine.audit;

import org.jspecify.annotations.NullMarked;
