package dev.belfry.dialects.superoffice;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.JsonReader;
import dev.belfry.engine.webhook.Registration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the vendor's webhooks have besides a registration; kept with it, encrypted like all of it.
 *
 * @param hook as its clients know it
 * @param partition whose it is: the fingerprint of an application's token, empty without one
 * @param registeredBy the key that made it
 * @param updatedBy the key that saved it last; null if it was saved once only
 */
record Details(Hook hook, String partition, String registeredBy, @Nullable String updatedBy) {

  /** What every callback needs of it; these members stand first and are read without the rest. */
  record Head(String type, byte @Nullable [] properties) {}

  static Head head(Registration registration) {
    var reader = new JsonReader(registration.details().getBytes(UTF_8));
    reader.peek();
    reader.beginObject();
    reader.nextName();
    reader.peek();
    var type = reader.string();
    reader.nextName();
    return new Head(
        type, reader.peek() == JsonReader.Kind.NULL ? null : reader.slice(Choices.LARGEST_BODY));
  }

  /** Name, description and state are the registration's: our own API changes them too. */
  static Details of(Registration registration) {
    var json = Json.read(registration.details().getBytes(UTF_8));
    var hook =
        new Hook(
            registration.name(),
            json.get("events").valueStream().map(JsonNode::stringValue).toList(),
            json.get("targetUrl").stringValue(),
            text(json, "secret"),
            State.of(registration),
            json.get("type").stringValue(),
            headers(json.get("headers")),
            json.get("properties") instanceof ObjectNode properties ? properties : null,
            json.get("errorEmails").valueStream().map(JsonNode::stringValue).toList(),
            json.get("errorAssociates").valueStream().map(JsonNode::intValue).toList(),
            registration.description().isEmpty()
                ? text(json, "description")
                : registration.description(),
            json.get("notifyVia").intValue(),
            json.get("notifyWhen").intValue());
    return new Details(
        hook,
        json.get("partition").stringValue(),
        json.get("registeredBy").stringValue(),
        text(json, "updatedBy"));
  }

  String json() {
    var json = Json.object();
    json.put("type", hook.type());
    json.set("properties", hook.properties());
    json.put("targetUrl", hook.targetUrl());
    var events = json.putArray("events");
    hook.events().forEach(events::add);
    json.put("secret", hook.secret());
    var headers = hook.headers();
    if (headers == null) {
      json.putNull("headers");
    } else {
      var object = json.putObject("headers");
      headers.forEach(object::put);
    }
    var emails = json.putArray("errorEmails");
    hook.errorEmails().forEach(emails::add);
    var associates = json.putArray("errorAssociates");
    hook.errorAssociates().forEach(associates::add);
    json.put("description", "".equals(hook.description()) ? "" : null);
    json.put("notifyVia", hook.notifyVia());
    json.put("notifyWhen", hook.notifyWhen());
    json.put("partition", partition);
    json.put("registeredBy", registeredBy);
    json.put("updatedBy", updatedBy);
    return new String(Json.write(json), UTF_8);
  }

  private static @Nullable Map<String, @Nullable String> headers(JsonNode json) {
    if (!json.isObject()) {
      return null;
    }
    var headers = new LinkedHashMap<String, @Nullable String>();
    for (var entry : json.properties()) {
      headers.put(
          entry.getKey(), entry.getValue().isNull() ? null : entry.getValue().stringValue());
    }
    return headers;
  }

  private static @Nullable String text(JsonNode json, String name) {
    var value = json.get(name);
    return value == null || value.isNull() ? null : value.stringValue();
  }
}
