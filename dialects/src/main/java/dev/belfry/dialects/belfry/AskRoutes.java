package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.SEND;
import static dev.belfry.dialects.Method.POST;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.delivery.Asking;
import dev.belfry.engine.event.Data;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The route that asks receivers about an event before it takes effect. */
final class AskRoutes {

  private final Engine engine;
  private final EventReader reader;

  AskRoutes(Engine engine, int mostData) {
    this.engine = engine;
    this.reader = new EventReader(mostData);
  }

  List<Route> routes() {
    return List.of(new Route(POST, "/v1/events:ask", SEND, this::ask));
  }

  private Response ask(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var given = reader.read(request);
    if (given.isBatch()) {
      throw Problem.invalid("", "must be one event");
    }
    Schemas.check(engine, tenant, given);
    var event = given.events().getFirst();
    var verdicts = engine.asker().ask(tenant, event);
    var json = Json.object();
    json.put("id", verdicts.event().id().toString());
    json.put("allowed", verdicts.allowed());
    if (event.data().kind() == Data.Kind.JSON) {
      json.set("data", Json.read(verdicts.data()));
    } else {
      json.putNull("data");
    }
    json.putArray("verdicts").addAll(verdicts.said().stream().map(AskRoutes::shown).toList());
    return Response.of(200, "application/json", Json.write(json));
  }

  private static ObjectNode shown(Asking.Said said) {
    var json =
        Json.object()
            .put("webhook", said.webhook().id().toString())
            .put("vendorId", said.webhook().registration().vendorId())
            .put("delivery", said.delivery().toString())
            .put("allowed", said.verdict().allowed())
            .put("status", said.attempt().status())
            .put("error", said.attempt().error());
    var remark = said.verdict().remark();
    if (remark == null) {
      return json.putNull("remark");
    }
    json.set("remark", Json.read(remark.getBytes(UTF_8)));
    return json;
  }
}
