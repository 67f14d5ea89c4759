package dev.belfry.bench.program;

import dev.belfry.bench.load.SignatureCheck;
import dev.belfry.bench.wire.EventForm;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Smartsheet: rows made on one sheet, gathered by 100 into one callback. The mark is where the
 * vendor's clients leave theirs, since nothing else of the sender's text goes out.
 */
public final class SmartsheetDialect implements DialectSetup {

  private static final String WEBHOOKS = "/smartsheet/2.0/webhooks";
  private static final long SHEET = 3_126_442_859_128_708L;
  private static final String TYPE = "row.created";

  @Override
  public String name() {
    return "smartsheet";
  }

  /** The window only brings what is left over at the end. */
  @Override
  public Map<String, String> variables() {
    return Map.of(
        "BELFRY_DIALECTS_SMARTSHEET_BATCH", "100", "BELFRY_DIALECTS_SMARTSHEET_WINDOW", "500ms");
  }

  @Override
  public EventForm events(String type) {
    return new EventForm(
        TYPE,
        """
        {"type":"%s","subject":"sheet/%d","data":{"id":6120344581924740,\
        "userId":2207613190563716,"changeAgent":"$MARK","fill":"$FILL"}}\
        """
            .formatted(TYPE, SHEET));
  }

  @Override
  public Webhook register(Api api, WebhookWish wish) throws IOException, InterruptedException {
    var made =
        api.post(
                WEBHOOKS,
                Map.of(
                    "name",
                    "Bench",
                    "callbackUrl",
                    wish.url(),
                    "scope",
                    "sheet",
                    "scopeObjectId",
                    SHEET,
                    "events",
                    List.of("*.*"),
                    "version",
                    1))
            .get("result");
    var enabled = api.put(WEBHOOKS + "/" + made.get("id").asLong(), Map.of("enabled", true));
    if (!enabled.get("result").get("enabled").asBoolean()) {
      throw new IOException("the webhook could not be enabled: " + enabled);
    }
    return new Webhook(
        api.onlyWebhookOf(name()),
        SignatureCheck.hex("smartsheet-hmac-sha256", made.get("sharedSecret").asString()));
  }
}
