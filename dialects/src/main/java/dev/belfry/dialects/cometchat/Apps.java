package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.NoSuchWebhook;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;

/** The webhooks of an app, as the vendor's clients find them. */
final class Apps {

  /** Section 3: at most so many in one app. */
  static final int MOST_WEBHOOKS = 25;

  private final Engine engine;

  Apps(Engine engine) {
    this.engine = engine;
  }

  /** The app that a caller's key belongs to; never another one. */
  static TenantId app(Caller caller) {
    var tenant = caller.tenant();
    if (tenant == null) {
      throw new IllegalStateException("a caller without an app");
    }
    return tenant;
  }

  /**
   * The webhook that the path names.
   *
   * @throws Problem if the app has none in this system
   */
  Webhook webhook(Request request, Caller caller, Era era) {
    var id = request.variable("webhookId");
    return engine
        .webhooks()
        .findByVendorId(app(caller), CometChatDialect.NAME, era.qualified(id))
        .orElseThrow(() -> Problem.noWebhook(id));
  }

  /**
   * Changes the webhook that the path names.
   *
   * @throws Problem if it was removed meanwhile
   */
  Webhook change(Request request, Caller caller, Webhook webhook, UnaryOperator<Registration> how) {
    try {
      return engine
          .webhooks()
          .change(webhook.tenant(), webhook.id(), OptionalLong.empty(), how, caller.actor());
    } catch (NoSuchWebhook _) {
      throw Problem.noWebhook(request.variable("webhookId"));
    }
  }

  /** Oldest first. */
  List<Webhook> webhooks(TenantId app, Era era) {
    return all(app).stream().filter(webhook -> Era.of(webhook) == era).toList().reversed();
  }

  /**
   * @throws Problem if the app has one of this id, or has no room for another
   */
  void checkRoom(TenantId app, String vendorId) {
    if (engine.webhooks().findByVendorId(app, CometChatDialect.NAME, vendorId).isPresent()) {
      throw Problem.invalid(Map.of("id", "is already used by another webhook"));
    }
    if (all(app).size() >= MOST_WEBHOOKS) {
      throw Problem.badRequest("The app has " + MOST_WEBHOOKS + " webhooks already.");
    }
  }

  private List<Webhook> all(TenantId app) {
    return engine
        .webhooks()
        .list(
            app,
            webhook -> webhook.dialect().equals(CometChatDialect.NAME),
            null,
            Integer.MAX_VALUE);
  }
}
