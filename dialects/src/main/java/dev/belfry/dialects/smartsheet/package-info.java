/**
 * Smartsheet's way: the webhooks of its API 2.0, and the callbacks that its receivers know.
 * Sections named in comments are those of the wire reference that this was built from; what that
 * reference only infers is gathered in {@link dev.belfry.dialects.smartsheet.Choices}. Knows no
 * other vendor.
 */
@NullMarked
package dev.belfry.dialects.smartsheet;

import org.jspecify.annotations.NullMarked;
