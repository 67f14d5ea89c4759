/**
 * Apify's webhooks: its management routes, its templates and its deliveries, as its own clients and
 * receivers know them. Sections (§) in comments are those of the reference this was built from.
 */
@NullMarked
package dev.belfry.dialects.apify;

import org.jspecify.annotations.NullMarked;
