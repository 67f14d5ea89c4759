/**
 * Event types: what the data of their events must be like. Must not know webhooks.
 *
 * @see <a href="https://json-schema.org/draft/2020-12">JSON Schema, draft 2020-12</a>
 */
@NullMarked
package dev.belfry.engine.schema;

import org.jspecify.annotations.NullMarked;
