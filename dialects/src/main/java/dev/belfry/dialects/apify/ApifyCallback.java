package dev.belfry.dialects.apify;

import dev.belfry.engine.delivery.Callback;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.webhook.Auth;
import dev.belfry.engine.webhook.Target;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The requests of Apify's dispatches (§12.1, §12.2); rendered anew at each attempt. */
final class ApifyCallback implements Callback {

  private static final Header CONTENT_TYPE = new Header("Content-Type", "application/json");
  private static final Header WEBHOOK = new Header("X-Apify-Webhook", "yo");
  private static final Header ORIGIN = new Header("X-Apify-Request-Origin", "WEBHOOK");

  private final Memory memory;
  private final Header userAgent;

  ApifyCallback(Memory memory, String version) {
    this.memory = memory;
    this.userAgent = new Header("User-Agent", "Belfry/" + version);
  }

  @Override
  public Prepared prepare(Occasion occasion) {
    var webhook = occasion.webhook();
    var event = occasion.event();
    var stored = memory.stored(webhook);
    var settings = stored.at(event.acceptedAt());
    var target =
        settings.equals(stored.settings()) ? webhook.target() : Registrations.target(settings);
    Rendering rendering;
    try {
      rendering = Rendering.of(settings, event, Meaning.of(event, memory));
    } catch (Rendering.Impossible e) {
      return new Prepared.Unsendable("template", e.text());
    }
    var dispatch = VendorIds.ofDispatch(occasion.delivery());
    return new Prepared.Ready(
        new OutgoingRequest(
            webhook.tenant().value(),
            "POST",
            target.url(),
            headers(rendering.headers(), dispatch, target),
            rendering.body(),
            target.tls(),
            target.timeout()));
  }

  @Override
  public String vendorId(DeliveryId delivery) {
    return VendorIds.ofDispatch(delivery);
  }

  private List<Header> headers(List<Header> own, String dispatch, Target target) {
    var headers = new ArrayList<Header>(own.size() + 6);
    headers.add(CONTENT_TYPE);
    headers.add(WEBHOOK);
    headers.add(new Header("X-Apify-Webhook-Dispatch-Id", dispatch));
    headers.add(ORIGIN);
    headers.addAll(own);
    if (!has(own, "User-Agent")) {
      headers.add(userAgent);
    }
    if (target.auth() instanceof Auth.Basic(var name, var password) && !has(own, "Authorization")) {
      var pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
      headers.add(new Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)));
    }
    return headers;
  }

  private static boolean has(List<Header> headers, String name) {
    return headers.stream().anyMatch(header -> header.name().equalsIgnoreCase(name));
  }
}
