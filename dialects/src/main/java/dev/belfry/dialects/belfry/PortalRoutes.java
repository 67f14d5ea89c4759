package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Method.POST;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.audit.Change;
import dev.belfry.engine.tenant.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Links to the portal: pages of one tenant for its customers. */
final class PortalRoutes {

  private static final Duration USUAL = Duration.ofHours(1);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final Set<String> THEMES = Set.of("light", "dark");

  private final Engine engine;
  private final PortalLinks links;
  private final InstantSource clock;

  PortalRoutes(Engine engine, PortalLinks links, InstantSource clock) {
    this.engine = engine;
    this.links = links;
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(new Route(POST, "/v1/portal-links", MANAGE, this::make));
  }

  private Response make(Request request, Caller caller) {
    var faults = new Faults();
    var members =
        new Members(
            Bodies.object(request), "", faults, Set.of("tenant", "expiresIn", "readOnly", "theme"));
    var named = members.text("tenant", 1000);
    var expiresIn = members.duration("expiresIn", SHORTEST, LONGEST);
    var readOnly = members.bool("readOnly");
    var theme = members.textOrEmpty("theme", 16);
    if (!theme.isEmpty() && !THEMES.contains(theme)) {
      members.fault("theme", "must be light or dark");
    }
    faults.throwIfAny();
    var tenant = tenant(named, caller);
    var until =
        clock.instant().plus(expiresIn == null ? USUAL : expiresIn).truncatedTo(ChronoUnit.SECONDS);
    var path = links.path(tenant, readOnly != null && readOnly, theme, until);
    var change =
        new Change()
            .of("expiresAt", null, Times.text(until))
            .of("readOnly", null, readOnly != null && readOnly);
    engine.note(tenant, caller.actor(), "portal_link.created", tenant.value(), change);
    var url = request.baseUrl() + path;
    var body = Json.object().put("url", url).put("tenant", tenant.value());
    body.put("readOnly", readOnly != null && readOnly).put("theme", theme.isEmpty() ? null : theme);
    return Answers.once(body.put("expiresAt", Times.text(until)), url);
  }

  /** A tenant's key may leave the name out; another's is not there for it. */
  private TenantId tenant(@Nullable String named, Caller caller) {
    var own = caller.tenant();
    if (named == null || (own != null && own.value().equals(named))) {
      return Credentials.tenant(caller);
    }
    if (!caller.admin() || own != null || !TenantId.isWellFormed(named)) {
      throw Problem.missing("tenant");
    }
    var tenant = new TenantId(named);
    if (engine.tenants().find(tenant).isEmpty()) {
      throw Problem.missing("tenant");
    }
    return tenant;
  }
}
