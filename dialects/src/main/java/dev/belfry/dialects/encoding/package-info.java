/** Content encodings of request bodies, undone within a limit. Knows no dialect. */
@NullMarked
package dev.belfry.dialects.encoding;

import org.jspecify.annotations.NullMarked;
