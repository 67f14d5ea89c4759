/**
 * CometChat's way: webhooks and triggers of the Management API, and the callbacks that its
 * receivers know. Sections named in comments are those of the wire reference that this was built
 * from; what that reference only infers is gathered in {@link
 * dev.belfry.dialects.cometchat.Choices}. Knows no other vendor.
 */
@NullMarked
package dev.belfry.dialects.cometchat;

import org.jspecify.annotations.NullMarked;
