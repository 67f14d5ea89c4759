package dev.belfry.server.cli.resources;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** From when until when. */
final class Period {

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "As in 2026-11-21T09:00:00Z; that moment is in.")
  private @Nullable String since;

  @Option(names = "--until", paramLabel = "TIME", description = "That moment is out.")
  private @Nullable String until;

  Target of(Target target) {
    return target.with("since", since).with("until", until);
  }
}
