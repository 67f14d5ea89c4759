package dev.belfry.dialects.belfry.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.egress.TlsChoice;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Auth;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Retry;
import dev.belfry.engine.webhook.Secret;
import dev.belfry.engine.webhook.Target;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.WebhookState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Webhooks and events for the tests of this package. */
final class Samples {

  static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  static final TenantId TENANT = new TenantId("acme");

  /** The secret of the vectors of Standard Webhooks. */
  static final Secret SECRET = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", null);

  private Samples() {}

  static Webhook webhook() {
    return webhook(Retry.USUAL);
  }

  static Webhook webhook(Retry retry) {
    return webhook(retry, false, List.of(SECRET), Map.of(), null);
  }

  static Webhook binaryWebhook() {
    return webhook(Retry.USUAL, true, List.of(SECRET), Map.of(), null);
  }

  static Webhook webhook(List<Secret> secrets) {
    return webhook(Retry.USUAL, false, secrets, Map.of(), null);
  }

  static Webhook webhook(Map<String, String> headers, @Nullable Auth auth) {
    return webhook(Retry.USUAL, false, List.of(SECRET), headers, auth);
  }

  static Event event(Data data) {
    return event(Attributes.ofType("order.paid"), data);
  }

  static Event event(Attributes attributes, Data data) {
    return new Event(new EventId(77), TENANT, NOON, attributes, data);
  }

  static Event event(Map<String, Object> extensions) {
    return event(
        new Attributes(null, null, "order.paid", null, null, null, null, extensions), Data.NONE);
  }

  static Event event(String dataContentType, Data data) {
    return event(
        new Attributes(null, null, "order.paid", null, null, dataContentType, null, Map.of()),
        data);
  }

  static Data json(String text) {
    return Data.json(text.getBytes(UTF_8));
  }

  private static Webhook webhook(
      Retry retry,
      boolean binary,
      List<Secret> secrets,
      Map<String, String> headers,
      @Nullable Auth auth) {
    var target =
        new Target(
            URI.create("https://example.com/in?a=1"),
            headers,
            auth,
            TlsChoice.USUAL,
            Duration.ofSeconds(20));
    var registration =
        new Registration(
            "belfry",
            null,
            "",
            "",
            Map.of(),
            Wants.EVERYTHING,
            target,
            binary,
            List.of("v1"),
            secrets,
            retry,
            Pace.USUAL,
            WebhookState.ACTIVE,
            null,
            "{}");
    return new Webhook(new WebhookId(5), TENANT, registration, NOON, NOON, 1);
  }
}
