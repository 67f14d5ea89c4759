package dev.belfry.server.demo;

import dev.belfry.dialects.SignatureScheme;
import dev.belfry.server.client.Api;
import dev.belfry.server.listen.BearerScheme;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** Apify: no signatures; a template puts a token into a header, and another makes the body. */
final class ApifyStory implements Story {

  private static final String ACTOR = "Aa1Bb2Cc3Dd4Ee5Ff";
  private final String token;

  ApifyStory() {
    var bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    token = HexFormat.of().formatHex(bytes);
  }

  @Override
  public String dialect() {
    return "apify";
  }

  @Override
  public SignatureScheme scheme() {
    return new BearerScheme();
  }

  @Override
  public String secret() {
    return "Bearer " + token;
  }

  @Override
  public Set<String> types() {
    return Set.of("ACTOR.RUN.SUCCEEDED");
  }

  /** Those of an earlier run on the same folder go with their Actor. */
  @Override
  public void tell(Api api, URI receiver) {
    api.send("DELETE", "/apify/v2/actors/" + ACTOR, "", Map.of());
    api.send(
            "POST",
            "/apify/v2/webhooks",
            """
            {"eventTypes": ["ACTOR.RUN.SUCCEEDED"], "condition": {"actorId": "%s"},
             "requestUrl": "%s/apify", "shouldInterpolateStrings": true,
             "headersTemplate": "{\\"Authorization\\": \\"Bearer %s\\"}",
             "payloadTemplate": "{\\"event\\": {{eventType}}, \\"run\\": {{resource.id}}, \
            \\"text\\": \\"Run {{resource.id}} found {{resource.itemCount}} pages\\"}"}
            """
                .formatted(ACTOR, receiver, token),
            Map.of())
        .orFail();
    api.post(
            "/v1/events",
            "application/json",
            """
            {"type": "ACTOR.RUN.SUCCEEDED", "data": {
              "eventData": {"actorId": "%s", "actorRunId": "Rr1Uu2Nn3Rr4Uu5Nn"},
              "resource": {"id": "Rr1Uu2Nn3Rr4Uu5Nn", "status": "SUCCEEDED", "itemCount": 42}}}
            """
                .formatted(ACTOR))
        .orFail();
  }
}
