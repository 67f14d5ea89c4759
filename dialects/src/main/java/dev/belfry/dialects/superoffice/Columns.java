package dev.belfry.dialects.superoffice;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * One hook as a row of the archive (section 11). Names compare without regard to case.
 *
 * @param values {@link String} or {@link Integer}, by column
 */
record Columns(int primaryKey, Map<String, Object> values) {

  /** All columns of the archive {@code Webhook}, as they are spelled. */
  static final List<String> WEBHOOK =
      List.of(
          "webhookId",
          "name",
          "events",
          "targetUrl",
          "type",
          "eventCount",
          "registeredByFullName",
          "registeredDate",
          "updatedByFullName",
          "webhookUsage/totalCalls",
          "webhookUsage/totalErrors",
          "webhookUsage/consecutiveErrors",
          "webhookUsage/lastError",
          "webhookUsage/lastEvent",
          "webhookUsage/status");

  /** The same of the archive {@code dynamic}, as far as it is about webhooks. */
  static final Map<String, String> DYNAMIC =
      ordered(
          "webhook_usage.webhook_usage_id", "webhookId",
          "webhook_usage.total_calls", "webhookUsage/totalCalls",
          "webhook_usage.total_errors", "webhookUsage/totalErrors",
          "webhook_usage.consecutive_errors", "webhookUsage/consecutiveErrors",
          "webhook_usage.last_error", "webhookUsage/lastError",
          "webhook_usage.last_event", "webhookUsage/lastEvent",
          "webhook_usage.status", "webhookUsage/status");

  /**
   * @param hook as its clients see it
   * @param lastEvent when it was told of an event last; empty if never
   */
  static Columns of(ObjectNode hook, String lastEvent) {
    var events = new ArrayList<String>();
    hook.get("Events").forEach(event -> events.add(event.asString()));
    var values = new LinkedHashMap<String, Object>();
    values.put("webhookId", hook.get("WebhookId").intValue());
    values.put("name", hook.get("Name").asString());
    values.put("events", String.join(",", events));
    values.put("targetUrl", hook.get("TargetUrl").asString());
    values.put("type", hook.get("Type").asString());
    values.put("eventCount", events.size());
    values.put("registeredByFullName", hook.at("/RegisteredAssociate/FullName").asString(""));
    values.put("registeredDate", hook.get("Registered").asString());
    values.put("updatedByFullName", hook.at("/UpdatedAssociate/FullName").asString(""));
    values.put("webhookUsage/totalCalls", hook.get("TotalCalls").intValue());
    values.put("webhookUsage/totalErrors", hook.get("TotalErrors").intValue());
    values.put("webhookUsage/consecutiveErrors", hook.get("ConsecutiveErrors").intValue());
    values.put("webhookUsage/lastError", hook.get("LastError").asString(""));
    values.put("webhookUsage/lastEvent", lastEvent);
    values.put("webhookUsage/status", hook.get("State").asString());
    return new Columns(hook.get("WebhookId").intValue(), values);
  }

  /** The column as it is spelled; empty if there is none. */
  static String spelled(String name) {
    for (var column : WEBHOOK) {
      if (column.equalsIgnoreCase(name)) {
        return column;
      }
    }
    return DYNAMIC.getOrDefault(name.toLowerCase(Locale.ROOT), "");
  }

  Object value(String spelled) {
    return values.getOrDefault(spelled, "");
  }

  /** Texts without regard to case. */
  int compare(String spelled, Columns other) {
    return switch (value(spelled)) {
      case Integer number when other.value(spelled) instanceof Integer its -> number.compareTo(its);
      case Object text ->
          String.CASE_INSENSITIVE_ORDER.compare(text.toString(), other.value(spelled).toString());
    };
  }

  private static Map<String, String> ordered(String... pairs) {
    var map = new LinkedHashMap<String, String>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }
}
