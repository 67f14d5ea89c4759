/**
 * Filters: conditions on events in the Common Expression Language, vetted and compiled once,
 * bounded in steps. Must not know webhooks.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">CEL, language
 *     definition</a>
 */
@NullMarked
package dev.belfry.engine.filter;

import org.jspecify.annotations.NullMarked;
