package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.ADMIN;
import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.POST;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.audit.AuditEntry;
import dev.belfry.engine.audit.AuditId;
import dev.belfry.engine.audit.Change;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.util.RawValue;

/** The audit log, and what the operator can have done to the store. */
final class OperatorRoutes {

  private final Engine engine;
  private final Upkeep upkeep;

  OperatorRoutes(Engine engine, Upkeep upkeep) {
    this.engine = engine;
    this.upkeep = upkeep;
  }

  List<Route> routes() {
    return List.of(
        new Route(GET, "/v1/audit", READ, Few.atOnce(this::audit)),
        new Route(POST, "/v1/admin/backup", ADMIN, this::backup),
        new Route(POST, "/v1/admin/verify", ADMIN, Bodies.none(this::verify)));
  }

  private Response audit(Request request, Caller caller) {
    var asked =
        Query.ofList(request, "since", "until")
            .read(given ->
                new AuditPart(
                    given.instant("since"),
                    given.instant("until"),
                    given.cursor(AuditId::parse),
                    given.limit()));
    var tenant = caller.tenant();
    var page =
        engine
            .audit()
            .list(
                tenant == null ? null : engine.tenants().number(tenant),
                asked.since,
                asked.until,
                asked.before,
                asked.limit + 1,
                number -> engine.tenants().named(number).map(Object::toString));
    return Answers.page(
        page.entries(), asked.limit, page.next(), OperatorRoutes::shown, AuditEntry::id);
  }

  private record AuditPart(
      @Nullable Instant since, @Nullable Instant until, @Nullable AuditId before, int limit) {}

  private Response backup(Request request, Caller caller) {
    var faults = new Faults();
    var members = new Members(Bodies.object(request), "", faults, Set.of("file", "withKey"));
    var file = members.required("file", 4096);
    if (!file.isEmpty() && !isAbsolute(file)) {
      members.fault("file", "must be an absolute path on the server's machine");
    }
    var withKey = members.bool("withKey");
    faults.throwIfAny();
    upkeep.backup(Path.of(file), withKey != null && withKey);
    var change = new Change().of("withKey", null, withKey != null && withKey);
    engine.note(null, caller.actor(), "store.backed_up", file, change);
    return Answers.json(200, Json.object().put("file", file));
  }

  private Response verify(Request request, Caller caller) {
    var problems = upkeep.verify();
    var body = Json.object().put("ok", problems.isEmpty());
    var list = body.putArray("problems");
    problems.forEach(list::add);
    return Answers.json(200, body);
  }

  private static boolean isAbsolute(String file) {
    try {
      return Path.of(file).isAbsolute();
    } catch (InvalidPathException _) {
      return false;
    }
  }

  private static ObjectNode shown(AuditEntry entry) {
    var json = Json.object();
    json.put("id", entry.id().toString());
    json.put("at", Times.text(entry.at()));
    json.put("tenant", entry.tenant());
    json.put("actor", entry.actor());
    json.put("action", entry.action());
    json.put("object", entry.object());
    var detail = entry.detail();
    if (detail == null) {
      json.putNull("detail");
    } else {
      json.putRawValue("detail", new RawValue(detail));
    }
    return json;
  }
}
