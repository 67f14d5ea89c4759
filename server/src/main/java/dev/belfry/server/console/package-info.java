/**
 * The console for operators and tenants, and the portal for their customers: pages made on the
 * server over our own API. It decides nothing about events, webhooks and deliveries itself.
 */
@NullMarked
package dev.belfry.server.console;

import org.jspecify.annotations.NullMarked;
