package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.DELETE;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.POST;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.replay.Replay;
import dev.belfry.engine.replay.ReplayId;
import dev.belfry.engine.replay.ReplayQuery;
import dev.belfry.engine.webhook.WebhookId;
import java.util.List;

/** The routes of replays. */
final class ReplayRoutes {

  private static final String ALL = "/v1/replays";
  private static final String ONE = ALL + "/{id}";

  private final Engine engine;

  ReplayRoutes(Engine engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        new Route(POST, ALL, MANAGE, this::create),
        new Route(GET, ALL, READ, Few.atOnce(this::list)),
        new Route(GET, ONE, READ, this::show),
        new Route(DELETE, ONE, MANAGE, Bodies.none(this::cancel)));
  }

  private Response create(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var asked =
        ReplayForm.read(
            Bodies.object(request), id -> engine.webhooks().find(tenant, id).isPresent());
    var replay =
        engine
            .replays()
            .create(
                tenant, asked.webhook(), asked.selection(), asked.ratePerSecond(), caller.actor());
    return Answers.json(201, ReplayForm.shown(replay))
        .with("Location", request.baseUrl() + ALL + "/" + replay.id());
  }

  private Response list(Request request, Caller caller) {
    var query =
        Query.ofList(request, "webhook", "state")
            .read(given ->
                new ReplayQuery(
                    caller.tenant(),
                    given.id("webhook", "wh_", WebhookId::parse),
                    given.word("state", Replay.State.class),
                    given.cursor(ReplayId::parse),
                    given.limit() + 1));
    var page = engine.replays().list(query);
    return Answers.page(
        page.replays(),
        query.limit() - 1,
        page.next(),
        replay -> Spans.item(caller, ReplayForm.shown(replay), replay.tenant()),
        Replay::id);
  }

  private Response show(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var replay =
        ReplayId.parse(request.variable("id"))
            .flatMap(id -> engine.replays().find(tenant, id))
            .orElseThrow(() -> Problem.missing("replay"));
    return Answers.json(200, ReplayForm.shown(replay));
  }

  private Response cancel(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var id = ReplayId.parse(request.variable("id")).orElseThrow(() -> Problem.missing("replay"));
    return Answers.json(200, ReplayForm.shown(engine.replays().cancel(tenant, id, caller.actor())));
  }
}
