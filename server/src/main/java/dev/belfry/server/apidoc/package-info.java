/**
 * Our own API described: as an OpenAPI document, made from the route tables and the hand-written
 * parts beside this package, and as pages for people. Knows routes, not what is behind them.
 */
@NullMarked
package dev.belfry.server.apidoc;

import org.jspecify.annotations.NullMarked;
