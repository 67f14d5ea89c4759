/**
 * What all pages share: forms, links, what our own API answered, and how it is put into HTML. Knows
 * no single page.
 */
@NullMarked
package dev.belfry.server.console.page;

import org.jspecify.annotations.NullMarked;
