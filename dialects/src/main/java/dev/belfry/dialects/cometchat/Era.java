package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.Request;
import dev.belfry.engine.webhook.Webhook;

/**
 * The vendor's two webhook systems, two separate collections (section 6). The header {@code
 * X-Webhook-Version} of a request says which one it is about.
 */
enum Era {
  LEGACY("legacy "),
  NEW("");

  /** Before the vendor's id in ours; an id has no space, so the two never meet. */
  private final String prefix;

  Era(String prefix) {
    this.prefix = prefix;
  }

  /**
   * @throws Problem 400 for a version there is not
   */
  static Era of(Request request) {
    var version = request.header("x-webhook-version").orElse("1");
    return switch (version) {
      case "1" -> LEGACY;
      case "2" -> NEW;
      default ->
          throw Problem.badRequest("The header X-Webhook-Version must be 2, or be left out.");
    };
  }

  static Era of(Webhook webhook) {
    return ownId(webhook).startsWith(LEGACY.prefix) ? LEGACY : NEW;
  }

  /** As the webhook's own clients know it. */
  static String id(Webhook webhook) {
    return ownId(webhook).substring(of(webhook).prefix.length());
  }

  /** Unique among all webhooks of an app, of both systems. */
  String qualified(String id) {
    return prefix + id;
  }

  private static String ownId(Webhook webhook) {
    var id = webhook.registration().vendorId();
    if (id == null) {
      throw new IllegalStateException(webhook.id() + " has no id in its vendor's form");
    }
    return id;
  }
}
