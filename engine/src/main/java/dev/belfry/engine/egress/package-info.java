/**
 * Everything that leaves: the policy on addresses, names, the sender and its pools. The only
 * package that opens sockets or resolves names. Knows nothing of webhooks, events or deliveries.
 */
@NullMarked
package dev.belfry.engine.egress;

import org.jspecify.annotations.NullMarked;
