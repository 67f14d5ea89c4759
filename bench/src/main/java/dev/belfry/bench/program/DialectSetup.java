package dev.belfry.bench.program;

import dev.belfry.bench.wire.EventForm;
import java.io.IOException;
import java.util.Map;

/** How a webhook of one dialect is made in a running Belfry, and what makes it fire. */
public interface DialectSetup {

  /** The dialect's name, as {@code --dialect} takes it. */
  String name();

  /**
   * The events for its webhooks.
   *
   * @param type the scenario's own, for dialects whose events may have any
   */
  EventForm events(String type);

  /** What the program is told by environment variables at its start. */
  default Map<String, String> variables() {
    return Map.of();
  }

  Webhook register(Api api, WebhookWish wish) throws IOException, InterruptedException;
}
