/**
 * Signatures of the Standard Webhooks scheme: secrets, signing, verifying. Plain functions of
 * values; knows no webhook, no delivery and no HTTP. A vendor's own scheme lives in its dialect.
 */
@NullMarked
package dev.belfry.engine.signing;

import org.jspecify.annotations.NullMarked;
