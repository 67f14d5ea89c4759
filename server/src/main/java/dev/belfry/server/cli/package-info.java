/** The commands. Each is a thin shell: reads its flags, calls the program or the API, prints. */
@NullMarked
package dev.belfry.server.cli;

import org.jspecify.annotations.NullMarked;
