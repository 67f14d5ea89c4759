package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Access.SEND;
import static dev.belfry.dialects.Method.DELETE;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.POST;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.accept.Accepted;
import dev.belfry.engine.accept.IdempotencyConflict;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventFilter;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.event.EventQuery;
import dev.belfry.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** The routes of events. */
final class EventRoutes {

  private static final String ALL = "/v1/events";
  private static final String ONE = ALL + "/{id}";

  private final Engine engine;
  private final EventReader reader;

  EventRoutes(Engine engine, int mostData) {
    this.engine = engine;
    this.reader = new EventReader(mostData);
  }

  List<Route> routes() {
    return List.of(
        new Route(POST, ALL, SEND, this::accept),
        new Route(GET, ALL, READ, Few.atOnce(this::list)),
        new Route(GET, ONE, READ, this::show),
        new Route(GET, ONE + "/deliveries", READ, Few.atOnce(this::deliveries)),
        new Route(DELETE, ONE + "/data", MANAGE, Bodies.none(this::eraseData)));
  }

  private Response accept(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var given = reader.read(request);
    Schemas.check(engine, tenant, given);
    var accepted = accept(tenant, given);
    var body = new StringBuilder(80 * accepted.size() + 16);
    if (given.isBatch()) {
      body.append("{\"data\":[");
      for (int i = 0; i < accepted.size(); i++) {
        append(body.append(i == 0 ? "" : ","), accepted.get(i));
      }
      body.append("]}");
    } else {
      append(body, accepted.getFirst());
    }
    return Quotas.shown(
        Response.of(202, "application/json", body.toString().getBytes(ISO_8859_1)),
        engine.acceptance().quota(tenant).orElse(null));
  }

  private List<Accepted> accept(TenantId tenant, EventReader.Given given) {
    try {
      return engine.acceptance().accept(tenant, given.events());
    } catch (IdempotencyConflict e) {
      throw Problem.of(
          409,
          "What has this source and id was accepted before, with other content; see errors.",
          e.indexes().stream()
              .map(index ->
                  new Fault(given.pointer(index) + "/id", "was accepted with other content"))
              .toList());
    }
  }

  private static void append(StringBuilder body, Accepted accepted) {
    body.append("{\"id\":\"")
        .append(accepted.id())
        .append("\",\"deliveries\":")
        .append(accepted.deliveries())
        .append(",\"duplicate\":")
        .append(accepted.duplicate())
        .append('}');
  }

  private Response list(Request request, Caller caller) {
    var query =
        Query.ofList(request, "type", "subject", "since", "until")
            .read(given ->
                new EventQuery(
                    caller.tenant(),
                    given.events(),
                    given.instant("since"),
                    given.instant("until"),
                    given.cursor(EventId::parse),
                    given.limit()));
    var page = engine.events().list(query);
    return Answers.page(
        page.events(),
        query.limit(),
        page.next(),
        event -> Spans.item(caller, EventJson.shown(event, counts(event)), event.tenant()),
        Event::id);
  }

  private Response show(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var event =
        EventId.parse(request.variable("id"))
            .flatMap(id -> engine.events().find(tenant, id))
            .orElseThrow(() -> Problem.missing("event"));
    return Answers.json(200, EventJson.shown(event, counts(event)));
  }

  private Response deliveries(Request request, Caller caller) {
    var query = Query.ofList(request, "webhook", "state", "since", "until");
    var event =
        EventId.parse(request.variable("id"))
            .filter(id -> isThere(id, caller))
            .orElseThrow(() -> Problem.missing("event"));
    return DeliveryRoutes.page(engine, query, event, caller);
  }

  private Response eraseData(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    return EventId.parse(request.variable("id"))
        .filter(id -> engine.erasePayload(tenant, id, caller.actor()))
        .map(_ -> Response.of(204))
        .orElseThrow(() -> Problem.missing("event"));
  }

  /** For the operator it may be any tenant's. */
  private boolean isThere(EventId id, Caller caller) {
    var after = Optional.of(new EventId(id.value() + 1));
    return engine
        .events()
        .list(new EventQuery(caller.tenant(), EventFilter.ANY, null, null, after.get(), 1))
        .events()
        .stream()
        .anyMatch(event -> event.id().equals(id));
  }

  private java.util.Map<dev.belfry.engine.delivery.DeliveryState, Long> counts(Event event) {
    return engine.deliveries().countsOf(event.id());
  }
}
