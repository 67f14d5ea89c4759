package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.DELETE;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.PUT;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.schema.EventType;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** The routes of event types. */
final class EventTypeRoutes {

  private static final String ALL = "/v1/event-types";
  private static final String ONE = ALL + "/{type}";
  private static final int LONGEST_DESCRIPTION = 2000;

  private final Engine engine;

  EventTypeRoutes(Engine engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        new Route(GET, ALL, READ, Few.atOnce(this::list)),
        new Route(PUT, ONE, MANAGE, this::put),
        new Route(GET, ONE, READ, this::show),
        new Route(DELETE, ONE, MANAGE, Bodies.none(this::delete)));
  }

  private Response list(Request request, Caller caller) {
    var query = Query.ofList(request);
    var tenant = caller.tenant();
    var all =
        tenant == null
            ? engine.tenants().list().stream()
                .flatMap(one ->
                    engine.eventTypes().list(one.id()).stream()
                        .map(type -> new Listed(one.id().value(), type)))
                .sorted(Listed.NEWEST_FIRST)
                .toList()
            : engine.eventTypes().list(tenant).stream()
                .map(type -> new Listed(tenant.value(), type))
                .toList();
    return MemoryPage.of(
        query,
        all,
        Listed::id,
        listed -> listed.type.createdAt(),
        listed ->
            tenant == null ? shown(listed.type).put("tenant", listed.tenant) : shown(listed.type));
  }

  /** An event type of one of the tenants. */
  private record Listed(String tenant, EventType type) {

    private static final java.util.Comparator<Listed> NEWEST_FIRST =
        java.util.Comparator.<Listed, java.time.Instant>comparing(listed -> listed.type.createdAt())
            .thenComparing(Listed::id)
            .reversed();

    private String id() {
      return tenant + "/" + type.type();
    }
  }

  private Response put(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var type = request.variable("type");
    var faults = new Faults();
    var members =
        new Members(Bodies.object(request), "", faults, Set.of("type", "description", "schema"));
    var named = members.text("type", CloudEventRules.LONGEST_TYPE);
    var fault = CloudEventRules.type(type);
    if (fault != null) {
      members.fault("type", fault);
    } else if (named != null && !named.equals(type)) {
      members.fault("type", "must be the one in the path, or left out");
    }
    var description = members.textOrEmpty("description", LONGEST_DESCRIPTION);
    var schema = members.get("schema");
    faults.throwIfAny();
    var before = engine.eventTypes().find(tenant, type);
    var after =
        engine
            .eventTypes()
            .put(
                tenant,
                type,
                description,
                schema == null ? null : new String(Json.write(schema), UTF_8),
                expected(request, before.orElse(null)),
                caller.actor());
    var isNew = after.version() == 1;
    var answer = Answers.versioned(isNew ? 201 : 200, shown(after), after.version());
    return isNew ? answer.with("Location", request.baseUrl() + request.path()) : answer;
  }

  private Response show(Request request, Caller caller) {
    var type = named(request, caller);
    return Answers.versioned(200, shown(type), type.version());
  }

  private Response delete(Request request, Caller caller) {
    var type = named(request, caller);
    engine
        .eventTypes()
        .delete(Credentials.tenant(caller), type.type(), expected(request, type), caller.actor());
    return Response.of(204);
  }

  /** The version there is, if the request names versions; it must be one of them. */
  private static OptionalLong expected(Request request, @Nullable EventType before) {
    if (request.header("if-match").isEmpty()) {
      return OptionalLong.empty();
    }
    if (before == null) {
      throw Versions.changedMeanwhile();
    }
    Versions.check(request, before.version());
    return OptionalLong.of(before.version());
  }

  private EventType named(Request request, Caller caller) {
    return engine
        .eventTypes()
        .find(Credentials.tenant(caller), request.variable("type"))
        .orElseThrow(() -> Problem.missing("event type"));
  }

  private static ObjectNode shown(EventType type) {
    var json =
        Json.object()
            .put("type", type.type())
            .put("description", type.description().isEmpty() ? null : type.description());
    var schema = type.schema();
    return schema == null
        ? json.putNull("schema")
        : json.putRawValue("schema", new RawValue(schema));
  }
}
