/**
 * What goes over the wire, as cheap as it can be: framing of HTTP messages, the mark in each event.
 */
@NullMarked
package dev.belfry.bench.wire;

import org.jspecify.annotations.NullMarked;
