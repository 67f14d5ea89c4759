package dev.belfry.server.cli.resources;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How much of a list is wanted. */
final class Paging {

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "50",
      description = "At most so many; ${DEFAULT-VALUE} unless told, 0 for all.")
  int limit;

  @Option(names = "--cursor", paramLabel = "C", description = "Go on where a list ended.")
  @Nullable String cursor;
}
