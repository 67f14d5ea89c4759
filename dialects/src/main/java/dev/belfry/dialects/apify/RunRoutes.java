package dev.belfry.dialects.apify;

import dev.belfry.dialects.Access;
import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Method;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Starting runs, as far as their ad-hoc webhooks need it (E12, §8), reading them, and forgetting
 * Actors and tasks with their webhooks (§4.2). Nothing is run here: events tell how runs go on.
 */
final class RunRoutes {

  private static final String V2 = Choices.PREFIX + "/v2/";
  private static final List<String> STARTS =
      List.of("runs", "run-sync", "run-sync-get-dataset-items");
  private static final String MALFORMED =
      "Parameter \"webhooks\" must be a Base64-encoded JSON array.";

  private final Memory memory;
  private final Creation creation;
  private final InstantSource clock;

  RunRoutes(Memory memory, Creation creation, InstantSource clock) {
    this.memory = memory;
    this.creation = creation;
    this.clock = clock;
  }

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    addAll(routes, "actors", Catalogue.Kind.ACTOR);
    addAll(routes, "acts", Catalogue.Kind.ACTOR);
    addAll(routes, "actor-tasks", Catalogue.Kind.TASK);
    routes.add(new Route(Method.GET, V2 + "actor-runs/{runId}", Access.READ, this::show));
    return routes;
  }

  private void addAll(List<Route> routes, String segment, Catalogue.Kind kind) {
    for (var start : STARTS) {
      routes.add(
          new Route(
              Method.POST,
              V2 + segment + "/{id}/" + start,
              Access.MANAGE,
              (request, caller) -> start(kind, request, caller)));
    }
    routes.add(
        new Route(
            Method.DELETE,
            V2 + segment + "/{id}",
            Access.MANAGE,
            (request, caller) -> forget(kind, request, caller)));
  }

  private Response show(Request request, Caller caller) {
    var run =
        memory
            .runs()
            .find(ApifyDialect.tenant(caller), request.variable("runId"))
            .orElseThrow(() -> Fault.notFound("Actor run"));
    return Answers.data(request, 200, run);
  }

  private Response start(Catalogue.Kind kind, Request request, Caller caller) {
    var tenant = ApifyDialect.tenant(caller);
    var id = creation.catalogue().resolve(kind, tenant, request.variable("id"));
    var query = Query.of(request);
    var adHoc = adHoc(tenant, query.find("webhooks").orElse(""));
    var input = Bodies.bytes(request);
    creation.makeRoomForAdHoc(tenant, adHoc.size());
    var isTask = kind == Catalogue.Kind.TASK;
    var start =
        new Runs.Start(
            isTask ? VendorIds.derived("actor of task " + id) : id,
            isTask ? id : null,
            query.given("build").orElse("latest"),
            query.number("timeout", 300),
            query.number("memory", 1024),
            cut(request.header("user-agent").orElse("")),
            request.peer(),
            input.length);
    var run = memory.runs().start(tenant, start, clock.instant());
    var runId = run.path("id").asString();
    for (var body : adHoc) {
      creation.create(tenant, aimed(body, runId), caller);
    }
    tellCreated(tenant, run);
    return Answers.data(request, 201, run)
        .with("Location", request.baseUrl() + V2 + "actor-runs/" + runId);
  }

  private static String cut(String text) {
    return text.length() > 500 ? text.substring(0, 500) : text;
  }

  private void tellCreated(TenantId tenant, ObjectNode run) {
    var data = Json.object();
    data.set("eventData", eventData(run));
    data.set("resource", ApifyWitness.shown(run));
    var event =
        new NewEvent(Attributes.ofType(EventTypes.RUN_CREATED), Data.json(Json.write(data)));
    memory.engine().acceptance().accept(tenant, List.of(event));
  }

  /** Run data (§9.1). */
  static ObjectNode eventData(ObjectNode run) {
    var data = Json.object();
    data.set("actorId", run.path("actId"));
    if (run.has("actorTaskId")) {
      data.set("actorTaskId", run.path("actorTaskId"));
    }
    data.set("actorRunId", run.path("id"));
    return data;
  }

  /** The webhooks of a start, all of them checked, so that a bad one leaves nothing behind. */
  private List<ObjectNode> adHoc(TenantId tenant, String parameter) {
    if (parameter.isEmpty()) {
      return List.of();
    }
    var bodies = new ArrayList<ObjectNode>();
    for (var item : decoded(parameter)) {
      if (!(item instanceof ObjectNode body)) {
        throw Fault.parameter(MALFORMED);
      }
      creation.check(tenant, SettingsReader.create(aimed(body, "A".repeat(VendorIds.LENGTH))));
      bodies.add(body);
    }
    return List.copyOf(bodies);
  }

  private static JsonNode decoded(String parameter) {
    try {
      var json = Json.read(Base64.getMimeDecoder().decode(base64(parameter)));
      if (json.isArray()) {
        return json;
      }
    } catch (MalformedJson | IllegalArgumentException _) {
      // worded like anything else that is no array
    }
    throw Fault.parameter(MALFORMED);
  }

  /** A plus sign that was not percent-encoded came out as a space. */
  private static String base64(String parameter) {
    return parameter.replace(' ', '+').replace('-', '+').replace('_', '/');
  }

  private static ObjectNode aimed(ObjectNode item, String runId) {
    var body = item.deepCopy();
    body.put("isAdHoc", true);
    body.putObject("condition").put("actorRunId", runId);
    return body;
  }

  private Response forget(Catalogue.Kind kind, Request request, Caller caller) {
    var tenant = ApifyDialect.tenant(caller);
    var id = creation.catalogue().resolve(kind, tenant, request.variable("id"));
    var subject = Settings.subject(kind == Catalogue.Kind.TASK ? "actorTaskId" : "actorId", id);
    var webhooks = memory.engine().webhooks();
    for (var webhook : ofSubject(tenant, subject)) {
      webhooks.delete(tenant, webhook.id(), OptionalLong.empty(), caller.actor());
    }
    return Answers.nothing(request);
  }

  private List<Webhook> ofSubject(TenantId tenant, @Nullable String subject) {
    return memory
        .engine()
        .webhooks()
        .list(
            tenant,
            webhook ->
                Memory.isOurs(webhook)
                    && webhook.wants().subject() != null
                    && webhook.wants().subject().equals(subject),
            null,
            Integer.MAX_VALUE);
  }
}
