package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.POST;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.webhook.WebhookId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routes of deliveries. */
final class DeliveryRoutes {

  private static final String ALL = "/v1/deliveries";
  private static final String ONE = ALL + "/{id}";

  private final Engine engine;

  DeliveryRoutes(Engine engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        new Route(GET, ALL, READ, Few.atOnce(this::list)),
        new Route(GET, ONE, READ, this::show),
        new Route(POST, ONE + "/retry", MANAGE, Bodies.none(this::retry)),
        new Route(POST, ONE + "/cancel", MANAGE, Bodies.none(this::cancel)));
  }

  /**
   * A page of deliveries.
   *
   * @param event only this one's; null for all, or what the query says
   */
  static Response page(Engine engine, Query asked, @Nullable EventId event, Caller caller) {
    var query =
        asked.read(given ->
            new DeliveryQuery(
                caller.tenant(),
                given.id("webhook", "wh_", WebhookId::parse),
                event == null ? given.id("event", "evt_", EventId::parse) : event,
                given.events(),
                given.word("state", DeliveryState.class),
                given.instant("since"),
                given.instant("until"),
                given.cursor(DeliveryId::parse),
                given.limit()));
    var page = engine.deliveries().list(query);
    return Answers.page(
        page.deliveries(),
        query.limit(),
        page.next(),
        of -> Spans.item(caller, DeliveryJson.shown(engine, of), of.tenant()),
        Delivery::id);
  }

  private Response list(Request request, Caller caller) {
    return page(
        engine,
        Query.ofList(request, "webhook", "event", "type", "subject", "state", "since", "until"),
        null,
        caller);
  }

  private Response show(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var delivery =
        engine
            .deliveries()
            .find(tenant, id(request))
            .orElseThrow(() -> Problem.missing("delivery"));
    var attempts = engine.deliveries().attempts(delivery.id());
    return Answers.json(200, DeliveryJson.shown(engine, delivery, attempts));
  }

  private Response retry(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var delivery = engine.deliveries().retry(tenant, id(request), caller.actor());
    return Answers.json(202, DeliveryJson.shown(engine, delivery));
  }

  private Response cancel(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var delivery = engine.deliveries().cancel(tenant, id(request), caller.actor());
    return Answers.json(200, DeliveryJson.shown(engine, delivery));
  }

  private static DeliveryId id(Request request) {
    return DeliveryId.parse(request.variable("id")).orElseThrow(() -> Problem.missing("delivery"));
  }
}
