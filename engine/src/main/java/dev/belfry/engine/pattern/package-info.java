/**
 * Regular expressions that others write: vetted before they are compiled, matched in time that
 * grows with the text and nothing else. Knows nothing of filters and schemas.
 */
@NullMarked
package dev.belfry.engine.pattern;

import org.jspecify.annotations.NullMarked;
