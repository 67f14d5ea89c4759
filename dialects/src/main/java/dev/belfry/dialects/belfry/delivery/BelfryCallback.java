package dev.belfry.dialects.belfry.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.engine.delivery.Callback;
import dev.belfry.engine.egress.ClientCredentials;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.signing.SigningKey;
import dev.belfry.engine.signing.StandardWebhooks;
import dev.belfry.engine.signing.WebhookSecret;
import dev.belfry.engine.webhook.Auth;
import dev.belfry.engine.webhook.Target;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The requests of our own dialect: a CloudEvent, structured or binary, or a batch of them, as the
 * webhook has it, signed by Standard Webhooks. All but timestamp and signature is the same at every
 * attempt.
 */
final class BelfryCallback implements Callback {

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
  private static final Header BATCH =
      new Header(OwnHeaders.CONTENT_TYPE, CloudEventBody.BATCH_MEDIA_TYPE);
  private static final String V1 = "v1";
  private static final String V1A = "v1a";
  private static final Header STRUCTURED =
      new Header(OwnHeaders.CONTENT_TYPE, CloudEventBody.MEDIA_TYPE);

  private final Header userAgent;

  /**
   * @param version of Belfry, which targets see in {@code user-agent}
   */
  BelfryCallback(String version) {
    userAgent = new Header(OwnHeaders.USER_AGENT, "Belfry/" + version);
  }

  @Override
  public Prepared prepare(Occasion occasion) {
    var registration = occasion.webhook().registration();
    if (occasion.batch() != null || registration.pace().gathering() != null) {
      return batch(occasion);
    }
    return registration.binary() ? binary(occasion) : structured(occasion);
  }

  /** Also of one event, where the webhook gathers. */
  private Prepared batch(Occasion occasion) {
    var body = CloudEventBody.batch(occasion.events());
    var headers = headers(occasion, body);
    headers.removeIf(header -> header.name().equals(OwnHeaders.TRACEPARENT));
    headers.add(BATCH);
    return ready(occasion, headers, body);
  }

  private Prepared structured(Occasion occasion) {
    var body = CloudEventBody.structured(occasion.event());
    var headers = headers(occasion, body);
    headers.add(STRUCTURED);
    return ready(occasion, headers, body);
  }

  private Prepared binary(Occasion occasion) {
    var event = occasion.event();
    var contentType = BareData.contentType(event.attributes().dataContentType(), event.data());
    if (contentType != null && !contentType.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
      return new Prepared.Unsendable("template", "The event's datacontenttype fits no header.");
    }
    byte[] body;
    try {
      body = BareData.bytes(event.attributes().dataContentType(), event.data());
    } catch (CharacterCodingException | UnsupportedCharsetException _) {
      return new Prepared.Unsendable(
          "template", "The event's data cannot be written in the charset of its datacontenttype.");
    }
    var headers = headers(occasion, body);
    if (contentType != null) {
      headers.add(new Header(OwnHeaders.CONTENT_TYPE, contentType));
    }
    BinaryEvent.addAttributes(event, headers);
    return ready(occasion, headers, body);
  }

  private List<Header> headers(Occasion occasion, byte[] body) {
    var id = occasion.delivery().toString();
    var at = occasion.at();
    var headers = new ArrayList<Header>(16);
    headers.add(new Header(StandardWebhooks.ID, id));
    headers.add(new Header(StandardWebhooks.TIMESTAMP, Long.toString(at.getEpochSecond())));
    headers.add(new Header(StandardWebhooks.SIGNATURE, signing(occasion).sign(id, at, body)));
    headers.add(userAgent);
    var trace = traceparent(occasion.event());
    if (trace != null) {
      headers.add(new Header(OwnHeaders.TRACEPARENT, trace));
    }
    return headers;
  }

  private static StandardWebhooks signing(Occasion occasion) {
    var registration = occasion.webhook().registration();
    var secrets = new ArrayList<WebhookSecret>(2);
    var keys = new ArrayList<SigningKey>(0);
    for (var secret : registration.secrets()) {
      if (secret.signsAt(occasion.at())) {
        if (!SigningKey.isOne(secret.text())) {
          secrets.add(WebhookSecret.parse(secret.text()));
        } else if (registration.signatures().contains(V1A)) {
          keys.add(SigningKey.parse(secret.text()));
        }
      }
    }
    var withSecrets = keys.isEmpty() || registration.signatures().contains(V1);
    return new StandardWebhooks(withSecrets ? secrets : List.of(), keys);
  }

  private static @Nullable String traceparent(Event event) {
    return event.attributes().extensions().get(OwnHeaders.TRACEPARENT) instanceof String trace
            && TRACEPARENT.matcher(trace).matches()
        ? trace
        : null;
  }

  private static Prepared ready(Occasion occasion, List<Header> headers, byte[] body) {
    var webhook = occasion.webhook();
    var target = webhook.target();
    addTheWebhooksOwn(target, headers);
    return new Prepared.Ready(
        new OutgoingRequest(
                webhook.tenant().value(),
                "POST",
                target.url(),
                headers,
                body,
                target.tls(),
                target.timeout())
            .with(credentials(target)));
  }

  /** With which the sender fetches a token. */
  private static @Nullable ClientCredentials credentials(Target target) {
    return target.auth() instanceof Auth.OAuth2(var url, var id, var secret, var scope)
        ? new ClientCredentials(url, id, secret, scope)
        : null;
  }

  /** The protocol's headers and {@code auth} go before what the webhook says of the same name. */
  private static void addTheWebhooksOwn(Target target, List<Header> headers) {
    var auth = target.auth();
    target
        .headers()
        .forEach((name, value) -> {
          var replaced = auth != null && name.equalsIgnoreCase(OwnHeaders.AUTHORIZATION);
          if (!replaced && !OwnHeaders.include(name)) {
            headers.add(new Header(name, value));
          }
        });
    var authorization = auth == null ? null : authorization(auth);
    if (authorization != null) {
      headers.add(new Header(OwnHeaders.AUTHORIZATION, authorization));
    }
  }

  /** Null where the sender adds it. */
  private static @Nullable String authorization(Auth auth) {
    return switch (auth) {
      case Auth.OAuth2 _ -> null;
      case Auth.Basic(var username, var password) ->
          "Basic "
              + Base64.getEncoder().encodeToString((username + ':' + password).getBytes(UTF_8));
      case Auth.Bearer(var token) -> "Bearer " + token;
    };
  }
}
