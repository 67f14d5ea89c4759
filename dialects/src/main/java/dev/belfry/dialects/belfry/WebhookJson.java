package dev.belfry.dialects.belfry;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.delivery.WebhookCounts;
import dev.belfry.engine.webhook.Auth;
import dev.belfry.engine.webhook.Gathering;
import dev.belfry.engine.webhook.Order;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Target;
import dev.belfry.engine.webhook.Webhook;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks as we show them. */
final class WebhookJson {

  private WebhookJson() {}

  /** All that is shown at every reading. */
  static ObjectNode shown(Webhook webhook, WebhookCounts counts) {
    var registration = webhook.registration();
    var json = Json.object();
    json.put("id", webhook.id().toString());
    settings(json, registration, false);
    json.put("state", registration.state().toString());
    json.put("stateReason", registration.stateReason());
    json.put("vendorId", registration.vendorId());
    json.put("createdAt", Times.text(webhook.createdAt()));
    json.put("updatedAt", Times.text(webhook.updatedAt()));
    json.set("stats", stats(counts));
    return json;
  }

  /** What its owner may set, secrets too: what a change is made to. */
  static ObjectNode changeable(Registration registration) {
    var json = Json.object();
    settings(json, registration, true);
    json.remove("dialect");
    return json;
  }

  private static void settings(ObjectNode json, Registration registration, boolean secrets) {
    json.put("name", orNull(registration.name()));
    json.put("description", orNull(registration.description()));
    json.set("metadata", map(registration.metadata()));
    var target = registration.target();
    json.put("url", target.url().toString());
    json.put("dialect", registration.dialect());
    var types = json.putArray("types");
    registration.wants().types().forEach(type -> types.add(type.text()));
    var subject = registration.wants().subject();
    json.set("scope", subject == null ? null : Json.object().put("subject", subject));
    json.put("filter", registration.wants().filter());
    json.put("content", registration.binary() ? "binary" : "structured");
    var signatures = json.putArray("signatures");
    registration.signatures().forEach(signatures::add);
    json.set("headers", map(target.headers()));
    json.set("auth", auth(target.auth(), secrets));
    json.set("tls", tls(target, secrets));
    var retry = json.putObject("retry");
    var schedule = retry.putArray("schedule");
    registration.retry().schedule().forEach(wait -> schedule.add(Durations.text(wait)));
    retry.put("jitter", registration.retry().jitter());
    json.put("timeout", Durations.text(target.timeout()));
    json.put("maxInFlight", registration.pace().maxInFlight());
    json.set("ratePerSecond", number(registration.pace().ratePerSecond()));
    if (registration.pace().order() == Order.SUBJECT) {
      json.put("ordered", "subject");
    } else {
      json.put("ordered", false);
    }
    json.set("batch", batch(registration.pace().gathering()));
  }

  private static @Nullable ObjectNode batch(@Nullable Gathering gathering) {
    return gathering == null
        ? null
        : Json.object()
            .put("maxEvents", gathering.maxEvents())
            .put("maxDelay", Durations.text(gathering.maxDelay()));
  }

  private static @Nullable ObjectNode auth(@Nullable Auth auth, boolean secrets) {
    return switch (auth) {
      case null -> null;
      case Auth.Basic(var username, var password) -> {
        var json = Json.object().put("type", "basic").put("username", username);
        yield secrets ? json.put("password", password) : json;
      }
      case Auth.Bearer(var token) -> {
        var json = Json.object().put("type", "bearer");
        yield secrets ? json.put("token", token) : json;
      }
      case Auth.OAuth2(var tokenUrl, var clientId, var clientSecret, var scope) -> {
        var json =
            Json.object()
                .put("type", "oauth2")
                .put("tokenUrl", tokenUrl.toString())
                .put("clientId", clientId)
                .put("scope", scope);
        yield secrets ? json.put("clientSecret", clientSecret) : json;
      }
    };
  }

  private static ObjectNode tls(Target target, boolean secrets) {
    var tls = target.tls();
    var json = Json.object().put("verify", tls.verify());
    json.put("ca", tls.authority()).put("certificate", tls.certificate());
    return secrets ? json.put("key", tls.key()) : json;
  }

  private static ObjectNode stats(WebhookCounts counts) {
    return Json.object()
        .put("owed", counts.owed())
        .put("delivered", counts.delivered())
        .put("dead", counts.dead())
        .put("cancelled", counts.cancelled())
        .put("pending", counts.pending())
        .put("attempts", counts.attempts())
        .put("lastSuccessAt", Times.textOrNull(counts.lastSuccessAt()))
        .put("lastFailureAt", Times.textOrNull(counts.lastFailureAt()))
        .put("failingSince", Times.textOrNull(counts.failingSince()));
  }

  /** Whole numbers without a point, as they were most likely given. */
  static JsonNode number(@Nullable Double value) {
    if (value == null) {
      return NullNode.getInstance();
    }
    return value == Math.rint(value)
        ? LongNode.valueOf(value.longValue())
        : DoubleNode.valueOf(value);
  }

  private static ObjectNode map(Map<String, String> map) {
    var json = Json.object();
    map.forEach(json::put);
    return json;
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
