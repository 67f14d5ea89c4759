/**
 * The template language of Apify's webhooks: JSON with variables in double braces, parsed and
 * written exactly as the vendor's JavaScript does it. Knows neither webhooks nor requests.
 */
@NullMarked
package dev.belfry.dialects.apify.template;

import org.jspecify.annotations.NullMarked;
