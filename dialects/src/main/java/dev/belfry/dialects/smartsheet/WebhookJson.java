package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks as the vendor's clients see them (section 4), in the order of keys seen there. */
final class WebhookJson {

  private final Engine engine;

  WebhookJson(Engine engine) {
    this.engine = engine;
  }

  /** All that is true of it. */
  ObjectNode of(Webhook webhook, boolean numericDates) {
    var json = write(webhook, Details.of(webhook).events(), numericDates);
    addStats(json, webhook, numericDates);
    return json;
  }

  /** The same without what every callback changes; dates as text. */
  static ObjectNode withoutStats(Webhook webhook) {
    return write(webhook, Details.of(webhook).events(), false);
  }

  /** As lists show it: whatever it asks for, they say "everything" (section 5.3). */
  ObjectNode inList(Webhook webhook, boolean numericDates) {
    var json = write(webhook, List.of(Patterns.ALL), numericDates);
    addStats(json, webhook, numericDates);
    return json;
  }

  private static ObjectNode write(Webhook webhook, List<String> events, boolean numericDates) {
    var registration = webhook.registration();
    var details = Details.of(registration);
    var status = Status.of(registration);
    var json = Json.object();
    json.put("id", Long.parseLong(String.valueOf(registration.vendorId())));
    json.put("name", registration.name());
    json.put("scope", details.scope().word());
    json.put("scopeObjectId", details.scopeObjectId());
    if (details.columnIds() != null) {
      var columns = json.putObject("subscope").putArray("columnIds");
      details.columnIds().forEach(columns::add);
    }
    var patterns = json.putArray("events");
    events.forEach(patterns::add);
    json.put("callbackUrl", details.url());
    if (!registration.target().headers().isEmpty()) {
      var headers = json.putObject("customHeaders");
      registration.target().headers().forEach(headers::put);
    }
    json.put("sharedSecret", registration.secrets().getFirst().text());
    json.put("enabled", status == Status.ENABLED);
    json.put("status", status.name());
    if (status != Status.ENABLED && details.disabledDetails() != null) {
      json.put("disabledDetails", details.disabledDetails());
    }
    json.put("version", 1);
    if (details.app() != null) {
      json.put("apiClientId", details.app().id());
      json.put("apiClientName", details.app().name());
    }
    putDate(json, "createdAt", webhook.createdAt(), numericDates);
    putDate(json, "modifiedAt", webhook.updatedAt(), numericDates);
    return json;
  }

  /** Section 4.2: only after the first callback was attempted. */
  private void addStats(ObjectNode json, Webhook webhook, boolean numericDates) {
    var counts = engine.deliveries().countsOf(webhook.id());
    var last = later(counts.lastSuccessAt(), counts.lastFailureAt());
    if (last == null) {
      return;
    }
    var stats = json.putObject("stats");
    putDate(stats, "lastCallbackAttempt", last, numericDates);
    var batch = engine.deliveries().latestBatch(webhook.id());
    stats.put("lastCallbackAttemptRetryCount", batch.map(one -> one.attempts() - 1).orElse(0));
    if (counts.lastSuccessAt() != null) {
      putDate(stats, "lastSuccessfulCallback", counts.lastSuccessAt(), numericDates);
    }
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }

  private static void putDate(ObjectNode json, String name, Instant at, boolean numeric) {
    if (numeric) {
      json.put(name, at.toEpochMilli());
    } else {
      json.put(name, Dates.inAnswers(at));
    }
  }
}
