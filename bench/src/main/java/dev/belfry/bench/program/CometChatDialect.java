package dev.belfry.bench.program;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.bench.load.SignatureCheck;
import dev.belfry.bench.wire.EventForm;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** CometChat's new system: the trigger {@code message_sent}, to a target with Basic credentials. */
public final class CometChatDialect implements DialectSetup {

  private static final String WEBHOOKS = "/cometchat/apps/dev/webhooks";
  private static final String USER = "bench";
  private static final String PASSWORD = "Qm2vT8xk41";

  @Override
  public String name() {
    return "cometchat";
  }

  @Override
  public EventForm events(String type) {
    return EventForm.of("message_sent");
  }

  @Override
  public Webhook register(Api api, WebhookWish wish) throws IOException, InterruptedException {
    var vendor =
        api.with(Map.of("key", "key_dev", "secret", BelfryProgram.KEY, "X-Webhook-Version", "2"));
    vendor.post(
        WEBHOOKS,
        Map.of(
            "id",
            "bench",
            "name",
            "Bench",
            "webhookURL",
            wish.url(),
            "useBasicAuth",
            true,
            "username",
            USER,
            "password",
            PASSWORD,
            "retryOnFailure",
            true));
    vendor.post(WEBHOOKS + "/bench/triggers", Map.of("triggerIds", List.of("message_sent")));
    var id = api.onlyWebhookOf(name());
    api.patch("/v1/webhooks/" + id, Map.of("maxInFlight", WebhookWish.MAX_IN_FLIGHT));
    var credentials = Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8));
    return new Webhook(id, SignatureCheck.header("authorization", "Basic " + credentials));
  }
}
