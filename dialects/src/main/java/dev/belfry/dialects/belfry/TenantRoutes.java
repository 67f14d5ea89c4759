package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.ADMIN;
import static dev.belfry.dialects.Method.DELETE;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.PATCH;
import static dev.belfry.dialects.Method.POST;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.engine.tenant.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The routes of tenants. */
final class TenantRoutes {

  private final Engine engine;

  TenantRoutes(Engine engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        new Route(POST, "/v1/tenants", ADMIN, this::create),
        new Route(GET, "/v1/tenants", ADMIN, Few.atOnce(this::list)),
        new Route(GET, "/v1/tenants/{id}", ADMIN, this::show),
        new Route(PATCH, "/v1/tenants/{id}", ADMIN, this::change),
        new Route(DELETE, "/v1/tenants/{id}", ADMIN, Bodies.none(this::delete)));
  }

  /** The tenant that a path names. */
  static Tenant named(Engine engine, Request request) {
    return Optional.of(request.variable("id"))
        .filter(TenantId::isWellFormed)
        .flatMap(id -> engine.tenants().find(new TenantId(id)))
        .orElseThrow(() -> Problem.missing("tenant"));
  }

  private Response create(Request request, Caller caller) {
    var given = TenantForm.create(Bodies.object(request));
    var tenant = engine.tenants().create(given.id(), given.name(), given.limits(), caller.actor());
    if (given.suspended()) {
      tenant =
          engine.tenants().change(tenant.id(), OptionalLong.empty(), _ -> given, caller.actor());
    }
    return shown(201, tenant).with("Location", request.baseUrl() + "/v1/tenants/" + tenant.id());
  }

  private Response list(Request request, Caller caller) {
    return MemoryPage.of(
        Query.ofList(request),
        engine.tenants().list(),
        tenant -> tenant.id().value(),
        Tenant::createdAt,
        TenantForm::shown);
  }

  private Response show(Request request, Caller caller) {
    return shown(200, named(engine, request));
  }

  private Response change(Request request, Caller caller) {
    var patch = Bodies.mergePatch(request);
    return Versions.retrying(() -> {
      var before = named(engine, request);
      Versions.check(request, before.version());
      var after = TenantForm.change(before, patch);
      return shown(
          200,
          engine
              .tenants()
              .change(before.id(), OptionalLong.of(before.version()), _ -> after, caller.actor()));
    });
  }

  private Response delete(Request request, Caller caller) {
    var tenant = named(engine, request);
    if (!tenant
        .id()
        .value()
        .equals(Query.of(request, "confirm").read(given -> given.text("confirm")))) {
      throw Problem.of(
          400, "Deleting a tenant erases all that is its; add ?confirm= and its id to go on.");
    }
    Versions.check(request, tenant.version());
    engine.deleteTenant(tenant.id(), caller.actor());
    return Response.of(204);
  }

  private static Response shown(int status, Tenant tenant) {
    return Answers.versioned(status, TenantForm.shown(tenant), tenant.version());
  }
}
