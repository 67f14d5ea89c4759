package dev.belfry.server.console.room;

import dev.belfry.dialects.json.Json;
import dev.belfry.server.console.page.Item;
import dev.belfry.server.console.page.Params;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A webhook as the fields of a form, and back to what our own API takes. */
final class WebhookFields {

  /** What may be changed of a webhook that a vendor's dialect made. */
  static final Set<String> OF_OTHERS =
      Set.of("name", "description", "metadata", "maxInFlight", "ratePerSecond");

  private WebhookFields() {}

  /** The fields of a new webhook. */
  static Params blank() {
    return Params.none()
        .with("types", "*")
        .with("content", "structured")
        .with("v1", "on")
        .with("verify", "on");
  }

  /** The fields of a webhook; secrets are not among them. */
  static Params of(Item webhook) {
    var auth = webhook.at("auth");
    var tls = webhook.at("tls");
    var retry = webhook.at("retry");
    var signatures = webhook.texts("signatures");
    return Params.none()
        .with("name", webhook.text("name"))
        .with("description", webhook.text("description"))
        .with("url", webhook.text("url"))
        .with("types", String.join("\n", webhook.texts("types")))
        .with("subject", webhook.at("scope").text("subject"))
        .with("filter", webhook.text("filter"))
        .with("content", webhook.text("content"))
        .with("v1", signatures.contains("v1") ? "on" : "")
        .with("v1a", signatures.contains("v1a") ? "on" : "")
        .with("headers", lines(webhook.map("headers")))
        .with("metadata", lines(webhook.map("metadata")))
        .with("auth", auth.text("type"))
        .with("username", auth.text("username"))
        .with("tokenUrl", auth.text("tokenUrl"))
        .with("clientId", auth.text("clientId"))
        .with("scope", auth.text("scope"))
        .with("verify", tls.is("verify") ? "on" : "")
        .with("ca", tls.text("ca"))
        .with("certificate", tls.text("certificate"))
        .with("schedule", String.join(", ", retry.texts("schedule")))
        .with("jitter", retry.text("jitter"))
        .with("timeout", webhook.text("timeout"))
        .with("maxInFlight", webhook.text("maxInFlight"))
        .with("ratePerSecond", webhook.text("ratePerSecond"))
        .with("ordered", webhook.text("ordered").equals("subject") ? "on" : "")
        .with("maxEvents", webhook.at("batch").text("maxEvents"))
        .with("maxDelay", webhook.at("batch").text("maxDelay"));
  }

  /** What a new webhook is made of: only what was filled in. */
  static ObjectNode created(Params form) {
    var json = all(form);
    json.propertyNames().stream()
        .filter(name -> json.get(name).isNull())
        .toList()
        .forEach(json::remove);
    json.set("headers", map(form.text("headers"), Map.of()));
    json.set("metadata", map(form.text("metadata"), Map.of()));
    if (form.has("secret")) {
      json.put("secret", form.text("secret"));
    }
    return json;
  }

  /** What is to be changed. An empty secret is left as it is. */
  static ObjectNode changed(Params form, Item before) {
    var json = all(form);
    json.set("headers", map(form.text("headers"), before.map("headers")));
    json.set("metadata", map(form.text("metadata"), before.map("metadata")));
    if (!before.text("dialect").equals("belfry")) {
      json.retain(OF_OTHERS);
    }
    return json;
  }

  private static ObjectNode all(Params form) {
    var json = Json.object();
    text(json, "name", form.text("name"));
    text(json, "description", form.text("description"));
    json.put("url", form.text("url"));
    json.set("types", list(form.text("types")));
    if (form.has("subject")) {
      json.putObject("scope").put("subject", form.text("subject"));
    } else {
      json.putNull("scope");
    }
    text(json, "filter", form.text("filter"));
    text(json, "content", form.text("content"));
    json.set("signatures", signatures(form));
    auth(json, form);
    tls(json, form);
    retry(json, form);
    text(json, "timeout", form.text("timeout"));
    number(json, "maxInFlight", form.text("maxInFlight"));
    number(json, "ratePerSecond", form.text("ratePerSecond"));
    if (form.has("ordered")) {
      json.put("ordered", "subject");
    } else {
      json.putNull("ordered");
    }
    batch(json, form);
    return json;
  }

  private static ArrayNode signatures(Params form) {
    var array = Json.object().arrayNode();
    for (var name : List.of("v1", "v1a")) {
      if (form.has(name)) {
        array.add(name);
      }
    }
    return array;
  }

  private static void auth(ObjectNode json, Params form) {
    if (!form.has("auth")) {
      json.putNull("auth");
      return;
    }
    var auth = json.putObject("auth").put("type", form.text("auth"));
    switch (form.text("auth")) {
      case "basic" -> {
        auth.put("username", form.text("username"));
        secret(auth, "password", form.raw("password"));
      }
      case "bearer" -> secret(auth, "token", form.text("token"));
      case "oauth2" -> {
        auth.put("tokenUrl", form.text("tokenUrl")).put("clientId", form.text("clientId"));
        secret(auth, "clientSecret", form.raw("clientSecret"));
        text(auth, "scope", form.text("scope"));
      }
      default -> {
        // Our own API says that there is no such way.
      }
    }
  }

  private static void tls(ObjectNode json, Params form) {
    var tls = json.putObject("tls").put("verify", form.has("verify"));
    text(tls, "ca", form.text("ca"));
    text(tls, "certificate", form.text("certificate"));
    secret(tls, "key", form.text("key"));
  }

  private static void retry(ObjectNode json, Params form) {
    if (!form.has("schedule") && !form.has("jitter")) {
      json.putNull("retry");
      return;
    }
    var retry = json.putObject("retry");
    if (form.has("schedule")) {
      retry.set("schedule", list(form.text("schedule")));
    }
    if (form.has("jitter")) {
      number(retry, "jitter", form.text("jitter"));
    }
  }

  private static void batch(ObjectNode json, Params form) {
    if (!form.has("maxEvents") && !form.has("maxDelay")) {
      json.putNull("batch");
      return;
    }
    var batch = json.putObject("batch");
    number(batch, "maxEvents", form.text("maxEvents"));
    text(batch, "maxDelay", form.text("maxDelay"));
  }

  private static void text(ObjectNode json, String name, String text) {
    json.put(name, text.isEmpty() ? null : text);
  }

  private static void secret(ObjectNode json, String name, String text) {
    if (!text.isEmpty()) {
      json.put(name, text);
    }
  }

  /** What is no number goes as it is, so that our own API says what is wrong. */
  private static void number(ObjectNode json, String name, String text) {
    if (text.isEmpty()) {
      json.putNull(name);
    } else if (text.matches("-?[0-9]{1,9}")) {
      json.put(name, Integer.parseInt(text));
    } else if (text.matches("-?[0-9]{1,9}\\.[0-9]{1,9}")) {
      json.put(name, Double.parseDouble(text));
    } else {
      json.put(name, text);
    }
  }

  private static ArrayNode list(String text) {
    var array = Json.object().arrayNode();
    Arrays.stream(text.split("[,\\s]+", -1)).filter(part -> !part.isEmpty()).forEach(array::add);
    return array;
  }

  /** Lines such as {@code name: value}; what was there and is no more is taken out. */
  private static ObjectNode map(String text, Map<String, String> before) {
    var json = Json.object();
    before.keySet().forEach(json::putNull);
    text.lines()
        .filter(line -> !line.isBlank())
        .forEach(line -> {
          var colon = line.indexOf(':');
          var name = colon < 0 ? line : line.substring(0, colon);
          json.put(name.strip(), colon < 0 ? "" : line.substring(colon + 1).strip());
        });
    return json;
  }

  private static String lines(Map<String, String> map) {
    return map.entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue())
        .collect(Collectors.joining("\n"));
  }
}
