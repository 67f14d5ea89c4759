package dev.belfry.dialects.apify;

import dev.belfry.engine.egress.TlsChoice;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Retry;
import dev.belfry.engine.webhook.Target;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.WebhookState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Apify's settings in the engine's words. */
final class Registrations {

  /** Why a webhook is disabled that its owner has switched off. */
  static final String SWITCHED_OFF = "switched_off";

  private Registrations() {}

  static Registration create(Settings settings, boolean enabled) {
    return of(
        VendorIds.random(),
        Stored.of(settings),
        texted(settings, "title"),
        texted(settings, "description"),
        Map.of(),
        Pace.USUAL,
        enabled ? WebhookState.ACTIVE : WebhookState.DISABLED);
  }

  /**
   * What our own API has changed stays, as far as the vendor's says nothing new of it.
   *
   * @param was the settings until now
   * @param enabled null to leave that as it is
   */
  static Registration update(
      Registration before, Settings was, Stored stored, @Nullable Boolean enabled) {
    var title = texted(stored.settings(), "title");
    var description = texted(stored.settings(), "description");
    var state =
        enabled == null ? before.state() : enabled ? WebhookState.ACTIVE : WebhookState.DISABLED;
    var after =
        of(
            String.valueOf(before.vendorId()),
            stored,
            title.equals(texted(was, "title")) ? before.name() : title,
            description.equals(texted(was, "description")) ? before.description() : description,
            before.metadata(),
            before.pace(),
            state);
    return state == before.state() ? after.in(state, before.stateReason()) : after;
  }

  private static Registration of(
      String vendorId,
      Stored stored,
      String name,
      String description,
      Map<String, String> metadata,
      Pace pace,
      WebhookState state) {
    var settings = stored.settings();
    return new Registration(
        Choices.DIALECT,
        vendorId,
        name,
        description,
        metadata,
        new Wants(
            settings.eventTypes().stream().map(TypePattern::new).toList(),
            settings.subject(),
            null),
        target(settings),
        false,
        List.of(),
        List.of(),
        new Retry(settings.doesNotRetry() ? List.of() : Choices.WAITS, Choices.JITTER),
        pace,
        state,
        state == WebhookState.DISABLED ? SWITCHED_OFF : null,
        stored.text());
  }

  private static String texted(Settings settings, String name) {
    var text = settings.text(name);
    return text == null ? "" : text;
  }

  static Target target(Settings settings) {
    var target =
        TargetUrl.of(settings.requestUrl())
            .orElseThrow(() -> Fault.schema("Webhook URL must be a valid URL."));
    var tls = new TlsChoice(!settings.ignoresSslErrors(), null, null, null);
    return new Target(target.url(), Map.of(), target.auth(), tls, Choices.TIMEOUT);
  }
}
