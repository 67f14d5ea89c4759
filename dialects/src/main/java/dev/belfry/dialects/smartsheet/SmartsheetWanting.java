package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.webhook.Wanting;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Patterns and subscope say what a webhook wants (sections 4.1 and 9.3); of webhooks that differ in
 * nothing that matters only the oldest is told (section 11.7).
 */
final class SmartsheetWanting implements Wanting {

  private static final int MOST_KEPT = 50_000;

  /** Read once per change of a webhook: this stands in the way of every event. */
  private final Map<WebhookId, Read> known = new ConcurrentHashMap<>();

  @Override
  public List<String> subjects(NewEvent event) {
    return List.of();
  }

  @Override
  public boolean wants(Webhook webhook, NewEvent event) {
    if (!webhook.dialect().equals(SmartsheetDialect.NAME)) {
      return true;
    }
    var details = details(webhook);
    var type = event.attributes().type();
    return Patterns.isEvent(details.scope(), type)
        && Patterns.matches(details.events(), type)
        && (!details.isNarrow() || SheetEvent.of(type, event.data()).touches(details));
  }

  @Override
  public List<Webhook> chosen(List<Webhook> found) {
    var seen = new HashSet<Same>();
    var chosen = new ArrayList<Webhook>(found.size());
    for (var webhook : found) {
      if (!webhook.dialect().equals(SmartsheetDialect.NAME) || seen.add(same(webhook))) {
        chosen.add(webhook);
      }
    }
    return chosen;
  }

  private Same same(Webhook webhook) {
    var details = details(webhook);
    var columns = details.columnIds();
    return new Same(
        details.subject(),
        webhook.target().url().toString(),
        columns == null ? Set.of() : Set.copyOf(columns),
        Set.copyOf(details.events()));
  }

  private Details details(Webhook webhook) {
    var read = known.get(webhook.id());
    if (read != null && read.version == webhook.version()) {
      return read.details;
    }
    if (known.size() > MOST_KEPT) {
      known.clear();
    }
    var details = Details.of(webhook);
    known.put(webhook.id(), new Read(webhook.version(), details));
    return details;
  }

  private record Read(long version, Details details) {}

  /** Webhooks of one tenant that are equal in this are duplicates. */
  private record Same(String subject, String url, Set<Long> columns, Set<String> events) {}
}
