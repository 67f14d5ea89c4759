package dev.belfry.server.demo;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.SignatureScheme;
import dev.belfry.dialects.smartsheet.SmartsheetScheme;
import dev.belfry.engine.signing.Verdict;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Smartsheet: the receiver answers a challenge, then gets what happened on a sheet in one callback.
 * The secret is made by the server and known only when the webhook is there.
 */
final class SmartsheetStory implements Story {

  private static final String WEBHOOKS = "/smartsheet/2.0/webhooks";
  private static final String SHEET = "3126442859128708";
  private static final Map<String, String> HEADERS =
      Map.of("Authorization", "Bearer " + Program.DEV_SECRET);

  private volatile String secret = "notknownyet";

  @Override
  public String dialect() {
    return "smartsheet";
  }

  @Override
  public SignatureScheme scheme() {
    return new Learned();
  }

  @Override
  public String secret() {
    return secret;
  }

  @Override
  public Set<String> types() {
    return Set.of("row", "cell");
  }

  @Override
  public void tell(Api api, URI receiver) {
    var made =
        api.send(
                "POST",
                WEBHOOKS,
                """
                {"name": "Demo", "callbackUrl": "%s/smartsheet", "scope": "sheet",
                 "scopeObjectId": %s, "events": ["*.*"], "version": 1}
                """
                    .formatted(receiver, SHEET),
                HEADERS)
            .orFail()
            .json()
            .get("result");
    secret = made.get("sharedSecret").asString();
    api.send("PUT", WEBHOOKS + "/" + made.get("id").asLong(), "{\"enabled\": true}", HEADERS)
        .orFail();
    fire(api, "row.created", "{\"id\": 6120344581924740, \"userId\": 2207613190563716}");
    fire(
        api,
        "cell.updated",
        "{\"rowId\": 6120344581924740, \"columnId\": 5549190621128580, \"userId\": 2207613190563716}");
  }

  private static void fire(Api api, String type, String data) {
    api.post(
            "/v1/events",
            "application/json",
            "{\"type\": \"%s\", \"subject\": \"sheet/%s\", \"data\": %s}"
                .formatted(type, SHEET, data))
        .orFail();
  }

  /** Checks with the secret that the server made. */
  private final class Learned implements SignatureScheme {

    private final SmartsheetScheme scheme = new SmartsheetScheme();

    @Override
    public String name() {
      return scheme.name();
    }

    @Override
    public boolean carriedBy(Request request) {
      return scheme.carriedBy(request);
    }

    @Override
    public Optional<String> faultIn(String given) {
      return scheme.faultIn(given);
    }

    @Override
    public Verdict verify(List<String> secrets, Request request, Instant now) {
      return scheme.verify(List.of(secret), request, now);
    }
  }
}
