package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.ADMIN;
import static dev.belfry.dialects.Method.DELETE;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.POST;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.ApiKey;
import dev.belfry.engine.tenant.Scope;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The routes of tenants' keys. */
final class KeyRoutes {

  private static final String ALL = "/v1/tenants/{id}/keys";

  private final Engine engine;
  private final InstantSource clock;

  KeyRoutes(Engine engine, InstantSource clock) {
    this.engine = engine;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route(POST, ALL, ADMIN, this::create),
        new Route(GET, ALL, ADMIN, Few.atOnce(this::list)),
        new Route(DELETE, ALL + "/{key}", ADMIN, Bodies.none(this::delete)));
  }

  private Response create(Request request, Caller caller) {
    var tenant = TenantRoutes.named(engine, request).id();
    var faults = new Faults();
    var members =
        new Members(Bodies.objectOrNone(request), "", faults, Set.of("scopes", "expiresAt"));
    var scopes = scopes(members, faults);
    var expiresAt = expiresAt(members);
    faults.throwIfAny();
    var made = engine.keys().create(tenant, scopes, expiresAt, caller.actor());
    var body = Json.object();
    body.put("id", made.key().id());
    body.put("secret", made.secret());
    settings(body, made.key());
    return Answers.once(
        body, request.baseUrl() + "/v1/tenants/" + tenant + "/keys/" + made.key().id());
  }

  private Response list(Request request, Caller caller) {
    var tenant = TenantRoutes.named(engine, request).id();
    return MemoryPage.of(
        Query.ofList(request),
        engine.keys().list(tenant),
        ApiKey::id,
        ApiKey::createdAt,
        KeyRoutes::shown);
  }

  private Response delete(Request request, Caller caller) {
    var tenant = TenantRoutes.named(engine, request).id();
    if (!engine.keys().delete(tenant, request.variable("key"), caller.actor())) {
      throw Problem.missing("key");
    }
    return Response.of(204);
  }

  private static ObjectNode shown(ApiKey key) {
    var json = Json.object();
    json.put("id", key.id());
    settings(json, key);
    json.put("lastUsedAt", Times.textOrNull(key.lastUsedAt()));
    return json;
  }

  private static void settings(ObjectNode json, ApiKey key) {
    var scopes = json.putArray("scopes");
    key.scopes().stream().sorted().map(Scope::toString).forEach(scopes::add);
    json.put("expiresAt", Times.textOrNull(key.expiresAt()));
    json.put("createdAt", Times.text(key.createdAt()));
  }

  private static Set<Scope> scopes(Members members, Faults faults) {
    var given = members.array("scopes");
    if (given == null) {
      return EnumSet.allOf(Scope.class);
    }
    var scopes = EnumSet.noneOf(Scope.class);
    for (int i = 0; i < given.size(); i++) {
      var word = given.get(i).asString("");
      var scope =
          EnumSet.allOf(Scope.class).stream().filter(s -> s.toString().equals(word)).findFirst();
      if (scope.isEmpty()) {
        faults.add(members.pointer("scopes") + "/" + i, "must be read, send or manage");
      } else {
        scopes.add(scope.get());
      }
    }
    if (given.isEmpty()) {
      members.fault("scopes", "must have at least one of read, send and manage");
    }
    return scopes;
  }

  private @Nullable Instant expiresAt(Members members) {
    var text = members.text("expiresAt", 64);
    if (text == null) {
      return null;
    }
    var time = Times.parse(text).orElse(null);
    if (time == null) {
      members.fault("expiresAt", "must be an RFC 3339 time");
    } else if (!time.isAfter(clock.instant())) {
      members.fault("expiresAt", "must be in the future");
    }
    return time;
  }
}
