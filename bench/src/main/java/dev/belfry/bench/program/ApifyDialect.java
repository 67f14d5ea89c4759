package dev.belfry.bench.program;

import dev.belfry.bench.load.SignatureCheck;
import dev.belfry.bench.wire.EventForm;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Apify: a webhook of one Actor on {@code ACTOR.RUN.SUCCEEDED}, with the vendor's template or one
 * of its own.
 */
public final class ApifyDialect implements DialectSetup {

  private static final String TYPE = "ACTOR.RUN.SUCCEEDED";
  private static final String ACTOR = "Aa1Bb2Cc3Dd4Ee5Ff";
  private static final int OWN_TEMPLATE = 2048;

  private final String name;
  private final boolean hasOwnTemplate;

  private ApifyDialect(String name, boolean hasOwnTemplate) {
    this.name = name;
    this.hasOwnTemplate = hasOwnTemplate;
  }

  /** With the template that webhooks have when they ask for none. */
  public static ApifyDialect usual() {
    return new ApifyDialect("apify", false);
  }

  /** With a template of 2 KiB, variables in strings among it. */
  public static ApifyDialect withTemplate() {
    return new ApifyDialect("apify-template", true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public EventForm events(String type) {
    return new EventForm(
        TYPE,
        """
        {"type":"%s","data":{"eventData":{"actorId":"%s","actorRunId":"Rr1Uu2Nn3Rr4Uu5Nn"},\
        "resource":{"id":"Rr1Uu2Nn3Rr4Uu5Nn","actId":"%s","status":"SUCCEEDED",\
        "stats":{"inputBodyLen":2,"computeUnits":0.25},"mark":"$MARK","fill":"$FILL"}}}\
        """
            .formatted(TYPE, ACTOR, ACTOR));
  }

  @Override
  public Webhook register(Api api, WebhookWish wish) throws IOException, InterruptedException {
    var webhook = new LinkedHashMap<String, Object>();
    webhook.put("eventTypes", List.of(TYPE));
    webhook.put("condition", Map.of("actorId", ACTOR));
    webhook.put("requestUrl", wish.url());
    if (hasOwnTemplate) {
      webhook.put("payloadTemplate", template());
      webhook.put("shouldInterpolateStrings", true);
    }
    api.post("/apify/v2/webhooks", webhook);
    var id = api.onlyWebhookOf("apify");
    api.patch("/v1/webhooks/" + id, Map.of("maxInFlight", WebhookWish.MAX_IN_FLIGHT));
    return new Webhook(id, SignatureCheck.header("x-apify-webhook", "yo"));
  }

  /** JSON of some twenty members, variables bare and in strings, filled up to its length. */
  private static String template() {
    var members = new StringBuilder("{\"mark\": {{resource.mark}}, \"user\": {{userId}}");
    for (int i = 0; i < 6; i++) {
      members.append(
          """
          ,
            "run%d": {"id": {{resource.id}}, "status": "is {{resource.status}} at {{createdAt}}",
              "units": {{resource.stats.computeUnits}}, "actor": "{{eventData.actorId}}"}\
          """
              .formatted(i));
    }
    var open = members.append(",\n  \"text\": \"").toString();
    var close = " {{eventType}}\"}";
    return open + "x".repeat(OWN_TEMPLATE - open.length() - close.length()) + close;
  }
}
