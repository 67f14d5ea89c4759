package dev.belfry.dialects.smartsheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the vendor's webhooks have besides a registration; kept with it, encrypted like all of it.
 *
 * @param url as the client wrote it
 * @param columnIds the subscope; null if none was given, empty for all columns
 * @param events the patterns as they were given
 * @param disabledDetails for people; null if there is nothing to tell
 * @param app the OAuth app that made it; null if a person did
 * @param source who made it, as the client's integration names itself; null if it did not
 * @param enabledAfter how many callbacks there were before it was last enabled
 */
record Details(
    String url,
    Scope scope,
    long scopeObjectId,
    @Nullable List<Long> columnIds,
    List<String> events,
    @Nullable String disabledDetails,
    @Nullable App app,
    @Nullable String source,
    long enabledAfter) {

  /** An OAuth app, by the id of its key. */
  record App(String id, String name) {}

  Details {
    columnIds = columnIds == null ? null : List.copyOf(columnIds);
    events = List.copyOf(events);
  }

  static Details of(Webhook webhook) {
    return of(webhook.registration());
  }

  static Details of(Registration registration) {
    var json = Json.read(registration.details().getBytes(UTF_8));
    var columns = json.get("columnIds");
    var app = json.get("app");
    return new Details(
        json.get("url").stringValue(),
        Scope.valueOf(json.get("scope").stringValue()),
        json.get("scopeObjectId").longValue(),
        columns == null || columns.isNull()
            ? null
            : columns.valueStream().map(JsonNode::longValue).toList(),
        json.get("events").valueStream().map(JsonNode::stringValue).toList(),
        text(json, "disabledDetails"),
        app == null || app.isNull()
            ? null
            : new App(app.get("id").stringValue(), app.get("name").stringValue()),
        text(json, "source"),
        json.get("enabledAfter").longValue());
  }

  /** The registration with these instead of its own. */
  static Registration put(Registration to, Details details) {
    return new Registration(
        to.dialect(),
        to.vendorId(),
        to.name(),
        to.description(),
        to.metadata(),
        to.wants(),
        to.target(),
        to.binary(),
        to.signatures(),
        to.secrets(),
        to.retry(),
        to.pace(),
        to.state(),
        to.stateReason(),
        details.json());
  }

  Details with(@Nullable String newDisabledDetails) {
    return new Details(
        url,
        scope,
        scopeObjectId,
        columnIds,
        events,
        newDisabledDetails,
        app,
        source,
        enabledAfter);
  }

  Details enabledAfter(long callbacks) {
    return new Details(
        url, scope, scopeObjectId, columnIds, events, disabledDetails, app, source, callbacks);
  }

  String subject() {
    return scope.subject(scopeObjectId);
  }

  /** Whether it watches some columns only. */
  boolean isNarrow() {
    return columnIds != null && !columnIds.isEmpty();
  }

  String json() {
    var json = Json.object();
    json.put("url", url);
    json.put("scope", scope.name());
    json.put("scopeObjectId", scopeObjectId);
    if (columnIds != null) {
      var list = json.putArray("columnIds");
      columnIds.forEach(list::add);
    }
    var patterns = json.putArray("events");
    events.forEach(patterns::add);
    json.put("disabledDetails", disabledDetails);
    if (app != null) {
      json.putObject("app").put("id", app.id()).put("name", app.name());
    }
    json.put("source", source);
    json.put("enabledAfter", enabledAfter);
    return new String(Json.write(json), UTF_8);
  }

  private static @Nullable String text(JsonNode json, String name) {
    var value = json.get(name);
    return value == null || value.isNull() ? null : value.stringValue();
  }
}
