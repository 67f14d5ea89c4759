/**
 * SuperOffice's way: webhooks over REST and over the Webhook agent, in JSON, XML and forms, and the
 * callbacks that its receivers know. Sections named in comments are those of the wire reference
 * that this was built from; what that reference only infers is gathered in {@link
 * dev.belfry.dialects.superoffice.Choices}. Knows no other vendor.
 */
@NullMarked
package dev.belfry.dialects.superoffice;

import org.jspecify.annotations.NullMarked;
