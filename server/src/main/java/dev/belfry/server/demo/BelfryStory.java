package dev.belfry.server.demo;

import dev.belfry.dialects.SignatureScheme;
import dev.belfry.server.client.Api;
import dev.belfry.server.listen.StandardWebhooksScheme;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Our own dialect: CloudEvents, signed by Standard Webhooks. */
final class BelfryStory implements Story {

  private final String secret;

  BelfryStory() {
    var bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    secret = "whsec_" + Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String dialect() {
    return "belfry";
  }

  @Override
  public SignatureScheme scheme() {
    return new StandardWebhooksScheme();
  }

  @Override
  public String secret() {
    return secret;
  }

  @Override
  public Set<String> types() {
    return Set.of("order.created", "order.paid", "order.shipped");
  }

  @Override
  public void tell(Api api, URI receiver) {
    api.post(
            "/v1/webhooks",
            "application/json",
            """
            {"name": "Demo", "url": "%s/belfry", "types": ["order.*"], "secret": "%s"}
            """
                .formatted(receiver, secret))
        .orFail();
    send(api, "order.created", "{\"total\": 99.5, \"currency\": \"EUR\"}");
    send(api, "order.paid", "{\"method\": \"card\"}");
    send(api, "order.shipped", "{\"parcels\": [\"1Z 999\", \"1Z 998\"]}");
  }

  private static void send(Api api, String type, String data) {
    api.post(
            "/v1/events",
            "application/cloudevents+json",
            """
            {"type": "%s", "source": "/demo/shop", "subject": "order/42", "data": %s}
            """
                .formatted(type, data))
        .orFail();
  }
}
