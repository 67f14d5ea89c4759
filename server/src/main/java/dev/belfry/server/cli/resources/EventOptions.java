package dev.belfry.server.cli.resources;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What the events are like. */
final class EventOptions {

  @Option(
      names = "--type",
      paramLabel = "T",
      description = "Of this type, or of all that begin so: order.*")
  private @Nullable String type;

  @Option(names = "--subject", paramLabel = "S", description = "About this.")
  private @Nullable String subject;

  Target of(Target target) {
    return target.with("type", type).with("subject", subject);
  }
}
