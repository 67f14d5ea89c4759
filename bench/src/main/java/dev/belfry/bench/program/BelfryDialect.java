package dev.belfry.bench.program;

import dev.belfry.bench.load.SignatureCheck;
import dev.belfry.bench.wire.EventForm;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Belfry's own dialect. */
public final class BelfryDialect implements DialectSetup {

  @Override
  public String name() {
    return "belfry";
  }

  @Override
  public EventForm events(String type) {
    return EventForm.of(type);
  }

  @Override
  public Webhook register(Api api, WebhookWish wish) throws IOException, InterruptedException {
    var body = new LinkedHashMap<String, Object>();
    body.put("url", wish.url());
    body.put("types", List.of(wish.type()));
    body.put("maxInFlight", WebhookWish.MAX_IN_FLIGHT);
    if (!wish.retries().isEmpty()) {
      body.put("retry", Map.of("schedule", wish.retries(), "jitter", 0));
    }
    var made = api.post("/v1/webhooks", body);
    return new Webhook(
        made.get("id").asString(), SignatureCheck.standard(made.get("secret").asString()));
  }
}
