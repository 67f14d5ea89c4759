package dev.belfry.dialects.apify;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a webhook's owner decides, by the names of Apify (§3), with defaults filled in; whether it
 * is enabled is the state of the webhook.
 *
 * @param json never modified
 */
record Settings(ObjectNode json) {

  boolean isAdHoc() {
    return json.path("isAdHoc").asBoolean();
  }

  List<String> eventTypes() {
    return json.path("eventTypes").valueStream().map(JsonNode::asString).toList();
  }

  /** {@code actorId}, {@code actorTaskId} or {@code actorRunId}. */
  String conditionKey() {
    return json.path("condition").propertyNames().iterator().next();
  }

  String conditionId() {
    return json.path("condition").path(conditionKey()).asString();
  }

  /** As the webhook's scope has it. */
  String subject() {
    return subject(conditionKey(), conditionId());
  }

  static String subject(String key, String id) {
    return switch (key) {
      case "actorId" -> "actor/" + id;
      case "actorTaskId" -> "task/" + id;
      default -> "run/" + id;
    };
  }

  boolean ignoresSslErrors() {
    return json.path("ignoreSslErrors").asBoolean();
  }

  boolean doesNotRetry() {
    return json.path("doNotRetry").asBoolean();
  }

  String requestUrl() {
    return json.path("requestUrl").asString();
  }

  String payloadTemplate() {
    return json.path("payloadTemplate").asString();
  }

  @Nullable String headersTemplate() {
    return text("headersTemplate");
  }

  boolean interpolates() {
    return json.path("shouldInterpolateStrings").asBoolean();
  }

  @Nullable String idempotencyKey() {
    return text("idempotencyKey");
  }

  @Nullable String text(String name) {
    var value = json.get(name);
    return value == null ? null : value.asString();
  }
}
