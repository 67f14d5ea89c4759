/** Styles, scripts and pictures of the console, all our own or from jars; knows no page. */
@NullMarked
package dev.belfry.server.console.asset;

import org.jspecify.annotations.NullMarked;
