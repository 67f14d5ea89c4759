/**
 * The commands that show and change what a running server has, one class for each kind of thing.
 * Each only asks the API; what is right and wrong is the API's to say.
 */
@NullMarked
package dev.belfry.server.cli.resources;

import org.jspecify.annotations.NullMarked;
