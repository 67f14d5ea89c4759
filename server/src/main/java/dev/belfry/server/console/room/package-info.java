/** The pages of the console, a class for each place in the menu. None knows another. */
@NullMarked
package dev.belfry.server.console.room;

import org.jspecify.annotations.NullMarked;
