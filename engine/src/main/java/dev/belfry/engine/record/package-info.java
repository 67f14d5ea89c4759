/**
 * Small things that a dialect keeps besides webhooks, by key: what a vendor's API can be asked for
 * and the engine has no word for. Durable like everything else; never looked into here.
 */
@NullMarked
package dev.belfry.engine.record;

import org.jspecify.annotations.NullMarked;
