package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the vendor's webhooks have besides a registration; kept with it, encrypted like all of it.
 *
 * @param url as the client wrote it
 * @param useBasicAuth whether user name and password are sent
 * @param username kept also while it is not sent; null if never given
 * @param password the same
 * @param retryOnFailure whether failed attempts are made again
 * @param triggers ids, in the order they were attached
 */
record Details(
    String url,
    boolean useBasicAuth,
    @Nullable String username,
    @Nullable String password,
    boolean retryOnFailure,
    List<String> triggers) {

  Details {
    triggers = List.copyOf(triggers);
  }

  static Details of(Webhook webhook) {
    return of(webhook.registration());
  }

  static Details of(Registration registration) {
    var json = Json.read(registration.details().getBytes(StandardCharsets.UTF_8));
    return new Details(
        json.get("url").stringValue(),
        json.get("useBasicAuth").booleanValue(),
        text(json, "username"),
        text(json, "password"),
        json.get("retryOnFailure").booleanValue(),
        json.get("triggers").valueStream().map(JsonNode::stringValue).toList());
  }

  Details with(List<String> newTriggers) {
    return new Details(url, useBasicAuth, username, password, retryOnFailure, newTriggers);
  }

  /** The types of all events that fire one of the triggers. */
  SequencedSet<String> types(Era era) {
    var types = new LinkedHashSet<String>();
    for (var id : triggers) {
      Triggers.find(era, id).ifPresent(trigger -> types.addAll(trigger.types()));
    }
    return types;
  }

  String json() {
    var json = Json.object();
    json.put("url", url);
    json.put("useBasicAuth", useBasicAuth);
    json.put("username", username);
    json.put("password", password);
    json.put("retryOnFailure", retryOnFailure);
    var list = json.putArray("triggers");
    triggers.forEach(list::add);
    return new String(Json.write(json), StandardCharsets.UTF_8);
  }

  /** Shows no credentials. */
  @Override
  public String toString() {
    return "Details[url=" + url + ", triggers=" + triggers + "]";
  }

  private static @Nullable String text(JsonNode json, String name) {
    var value = json.get(name);
    return value == null || value.isNull() ? null : value.stringValue();
  }
}
