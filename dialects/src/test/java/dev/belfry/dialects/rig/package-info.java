/**
 * What every dialect's tests stand on: a real engine on a real store, asked with plain requests,
 * and made-up requests for it. Knows no vendor; what only one vendor has is in that vendor's
 * package.
 */
@NullMarked
package dev.belfry.dialects.rig;

import org.jspecify.annotations.NullMarked;
