package dev.belfry.bench.program;

import dev.belfry.bench.load.SignatureCheck;
import dev.belfry.bench.wire.EventForm;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** SuperOffice: {@code sale.sold}, signed over the body. Saving the webhook pings the target. */
public final class SuperOfficeDialect implements DialectSetup {

  private static final String SECRET = "orange-tractor";
  private static final String TYPE = "sale.sold";

  @Override
  public String name() {
    return "superoffice";
  }

  @Override
  public EventForm events(String type) {
    return new EventForm(
        TYPE,
        """
        {"type":"%s","subject":"sale/311",\
        "data":{"fieldValues":{"mark":"$MARK","fill":"$FILL"}}}\
        """
            .formatted(TYPE));
  }

  @Override
  public Webhook register(Api api, WebhookWish wish) throws IOException, InterruptedException {
    api.post(
        "/superoffice/dev/api/v1/Webhook",
        Map.of(
            "Name",
            "Bench",
            "Events",
            List.of(TYPE),
            "TargetUrl",
            wish.url(),
            "Secret",
            SECRET,
            "State",
            "Active",
            "Type",
            "webhook"));
    var id = api.onlyWebhookOf(name());
    api.patch("/v1/webhooks/" + id, Map.of("maxInFlight", WebhookWish.MAX_IN_FLIGHT));
    return new Webhook(id, SignatureCheck.base64("x-superoffice-signature", SECRET));
  }
}
