/** Events as they were accepted: values, rows, lists. Must not know who wants them. */
@NullMarked
package dev.belfry.engine.event;

import org.jspecify.annotations.NullMarked;
