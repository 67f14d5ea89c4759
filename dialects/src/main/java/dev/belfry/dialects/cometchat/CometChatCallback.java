package dev.belfry.dialects.cometchat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.delivery.Callback;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Auth;
import dev.belfry.engine.webhook.Webhook;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The requests that receivers get (section 7.1): neither signed nor dated, the same at every
 * attempt.
 */
final class CometChatCallback implements Callback {

  private static final Header CONTENT_TYPE = new Header("Content-Type", Choices.CONTENT_TYPE);

  private final Header userAgent;
  private final CometChatSettings settings;
  private final Envelope envelope;

  /**
   * @param version of Belfry, which receivers see in {@code User-Agent}
   */
  CometChatCallback(String version, CometChatSettings settings) {
    this.userAgent = new Header("User-Agent", "Belfry/" + version);
    this.settings = settings;
    this.envelope = new Envelope(settings.region());
  }

  @Override
  public Prepared prepare(Occasion occasion) {
    var event = occasion.event();
    if (!isObject(event.data())) {
      return new Prepared.Unsendable("template", "The event's data is not a JSON object.");
    }
    var webhook = occasion.webhook();
    return new Prepared.Ready(
        new OutgoingRequest(
            webhook.tenant().value(),
            "POST",
            webhook.target().url(),
            headers(webhook),
            body(event, webhook),
            webhook.target().tls(),
            settings.timeout()));
  }

  private byte[] body(Event event, Webhook webhook) {
    var data = event.data().bytes();
    return switch (event.type()) {
      case Triggers.EDITED, Triggers.DELETED ->
          envelope.dataFirst(event, webhook, EditedMessages.in(settings.edits(), event));
      case Triggers.BEFORE_MESSAGE -> envelope.dataFirst(event, webhook, withoutId(data));
      case Triggers.CONNECTION_CHANGED, Triggers.CONNECTION_CHANGE ->
          envelope.dataLast(event, webhook, data);
      case Triggers.DELIVERY_RECEIPT, Triggers.READ_RECEIPT ->
          Era.of(webhook) == Era.LEGACY
              ? envelope.dataLast(event, webhook, Receipts.legacy(data))
              : envelope.dataFirst(event, webhook, data);
      default -> envelope.dataFirst(event, webhook, data);
    };
  }

  /** A message that is not sent yet has no id (section 12). */
  private static byte[] withoutId(byte[] data) {
    if (Json.read(data) instanceof ObjectNode message && message.remove("id") != null) {
      return Json.write(message);
    }
    return data;
  }

  private List<Header> headers(Webhook webhook) {
    var headers = new ArrayList<Header>(3);
    headers.add(CONTENT_TYPE);
    if (webhook.target().auth() instanceof Auth.Basic(var username, var password)) {
      var pair = (username + ':' + password).getBytes(UTF_8);
      headers.add(new Header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair)));
    }
    headers.add(userAgent);
    return headers;
  }

  private static boolean isObject(Data data) {
    if (data.kind() != Data.Kind.JSON) {
      return false;
    }
    for (var b : data.bytes()) {
      if (b > ' ') {
        return b == '{';
      }
    }
    return false;
  }
}
