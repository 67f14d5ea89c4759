package dev.belfry.dialects.smartsheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.delivery.Callback;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.egress.TlsChoice;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests that receivers get (section 9), with a challenge before every 101st (section 8.3).
 */
final class SmartsheetCallback implements Callback {

  private static final Header CONTENT_TYPE = new Header("Content-Type", "application/json");
  private static final TlsChoice ANY_CERTIFICATE = new TlsChoice(false, null, null, null);

  private final SmartsheetSettings settings;

  SmartsheetCallback(SmartsheetSettings settings) {
    this.settings = settings;
  }

  /** Self-signed certificates pass only where the operator lifted the vendor's rules. */
  static TlsChoice trust(SmartsheetSettings settings) {
    return settings.lifted() ? ANY_CERTIFICATE : TlsChoice.USUAL;
  }

  @Override
  public Prepared prepare(Occasion occasion) {
    var details = Details.of(occasion.webhook());
    var status = HostEvents.toldStatus(occasion.event());
    var request =
        request(
            occasion.webhook(),
            status.isPresent()
                ? CallbackBody.ofStatus(occasion, details, status.get())
                : CallbackBody.ofEvents(occasion, details));
    if (!isChallengeDue(occasion, details)) {
      return new Prepared.Ready(request);
    }
    var challenge = new Challenge(settings);
    return new Prepared.AfterChallenge(
        challenge.request(occasion.webhook().tenant().value(), occasion.webhook().registration()),
        challenge::fault,
        Status.DISABLED_VERIFICATION_FAILED.reason(),
        request);
  }

  /** Callbacks are counted, not attempts; from the last enabling on. */
  private static boolean isChallengeDue(Occasion occasion, Details details) {
    var batch = occasion.batch();
    if (batch == null || occasion.number() > 1) {
      return false;
    }
    var before = batch.number() - 1 - details.enabledAfter();
    return before > 0 && before % Choices.CALLBACKS_BETWEEN_CHALLENGES == 0;
  }

  private OutgoingRequest request(Webhook webhook, byte[] body) {
    return new OutgoingRequest(
        webhook.tenant().value(),
        "POST",
        webhook.target().url(),
        headers(webhook, body),
        body,
        trust(settings),
        settings.timeout());
  }

  private List<Header> headers(Webhook webhook, byte[] body) {
    var registration = webhook.registration();
    var secret = registration.secrets().getFirst().text();
    var headers = new ArrayList<Header>();
    headers.add(CONTENT_TYPE);
    headers.add(new Header(Signature.HEADER, Signature.of(secret.getBytes(UTF_8), body)));
    headers.add(new Header("Smartsheet-Hook-Id", String.valueOf(registration.vendorId())));
    addOthers(registration, settings, headers);
    return headers;
  }

  /** The webhook's own, and the user agent where the webhook has none. */
  static void addOthers(Registration webhook, SmartsheetSettings settings, List<Header> headers) {
    var own = webhook.target().headers();
    if (own.keySet().stream().noneMatch("user-agent"::equalsIgnoreCase)) {
      headers.add(new Header("User-Agent", settings.userAgent()));
    }
    own.forEach((name, value) -> headers.add(new Header(name, value)));
  }
}
