package dev.belfry.server.console.page;

import java.util.Map;

/** What a page says first after a change that led to it. A link can choose only among these. */
final class Notices {

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("webhook-changed", "The webhook was changed. The next event sees it."),
          Map.entry("webhook-paused", "Paused. Events are kept, nothing is sent."),
          Map.entry("webhook-resumed", "Resumed. What waited goes out now."),
          Map.entry("webhook-deleted", "The webhook is gone. Its deliveries stay readable."),
          Map.entry("event-sent", "The event was accepted and is on disk."),
          Map.entry("retried", "It is due now and goes out again."),
          Map.entry("cancelled", "Cancelled. An attempt under way still ends."),
          Map.entry("none-chosen", "Nothing was chosen: tick the deliveries first."),
          Map.entry("data-erased", "The payload is being erased, from the log too."),
          Map.entry("replay-cancelled", "The replay was cancelled. What it made stays."),
          Map.entry("tenant-made", "The tenant was made. Give it a key next."),
          Map.entry("tenant-changed", "The tenant was changed."),
          Map.entry("tenant-deleted", "The tenant and all that was its are gone."),
          Map.entry("key-deleted", "The key is gone and opens nothing any more."),
          Map.entry("type-saved", "The event type was saved."),
          Map.entry("type-deleted", "The event type is gone. Its events are taken unchecked."));

  private Notices() {}

  static String of(String word) {
    return WORDS.getOrDefault(word, "");
  }
}
