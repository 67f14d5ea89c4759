package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import tools.jackson.databind.node.ObjectNode;

/** A webhook as the vendor's clients see it; never with its credentials (section 3). */
final class WebhookJson {

  private WebhookJson() {}

  static ObjectNode of(Webhook webhook) {
    return Json.object()
        .put("id", Era.id(webhook))
        .put("name", webhook.registration().name())
        .put("webhookURL", Details.of(webhook).url())
        .put("enabled", isEnabled(webhook.registration()))
        .put("createdAt", webhook.createdAt().getEpochSecond())
        .put("updatedAt", webhook.updatedAt().getEpochSecond());
  }

  /** One that its owner paused through our own API is still on. */
  static boolean isEnabled(Registration registration) {
    return registration.state() != WebhookState.DISABLED;
  }
}
