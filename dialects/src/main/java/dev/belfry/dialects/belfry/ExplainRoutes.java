package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.GET;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.webhook.Point;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells why a webhook was, or was not, owed an event. */
final class ExplainRoutes {

  private final Engine engine;
  private final Outlook outlook;
  private final InstantSource clock;

  ExplainRoutes(Engine engine, InstantSource clock) {
    this.engine = engine;
    this.outlook = new Outlook(engine);
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(new Route(GET, "/v1/webhooks/{id}/explain", READ, this::explain));
  }

  private Response explain(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var webhook =
        WebhookId.parse(request.variable("id"))
            .flatMap(id -> engine.webhooks().find(tenant, id))
            .orElseThrow(() -> Problem.missing("webhook"));
    var id = Query.of(request, "event").read(given -> given.id("event", "evt_", EventId::parse));
    if (id == null) {
      throw Problem.of(400, "Name the event: ?event=evt_...");
    }
    var event = engine.events().find(tenant, id).orElseThrow(() -> Problem.missing("event"));
    var points = engine.webhooks().points(webhook, event);
    var against = points.stream().filter(point -> !point.passed()).findFirst();
    var delivery =
        engine
            .deliveries()
            .list(new DeliveryQuery(tenant, webhook.id(), id, null, null, null, null, 1))
            .deliveries()
            .stream()
            .findFirst()
            .orElse(null);
    var json =
        Json.object()
            .put("event", id.toString())
            .put("webhook", webhook.id().toString())
            .put("matches", against.isEmpty())
            .put("reason", against.map(point -> point.what().toString()).orElse("matched"));
    var checks = json.putArray("checks");
    for (var point : points) {
      checks.add(
          Json.object()
              .put("check", point.what().toString())
              .put("passed", point.passed())
              .put("detail", point.detail()));
    }
    json.put("delivery", delivery == null ? null : delivery.id().toString());
    json.put("text", text(against, delivery, event, webhook));
    return Answers.json(200, json);
  }

  private String text(
      Optional<Point> against, @Nullable Delivery delivery, Event event, Webhook webhook) {
    if (delivery == null) {
      return against
          .map(point -> "Not owed to this webhook. " + point.detail())
          .orElse(
              "This webhook would get the event today, but was not owed it when it was accepted: it"
                  + " has been changed since. A replay with unmatched:true sends it.");
    }
    return outlook.text(delivery, event, webhook, clock.instant())
        + against.map(point -> " Today it would not be owed it. " + point.detail()).orElse("");
  }
}
