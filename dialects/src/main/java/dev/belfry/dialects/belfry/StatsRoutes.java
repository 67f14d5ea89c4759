package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.GET;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.Statistics;
import dev.belfry.engine.delivery.TenantCounts;
import dev.belfry.engine.tally.Figures;
import dev.belfry.engine.tally.Window;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How a tenant's events went lately, and stand. */
final class StatsRoutes {

  private final Engine engine;

  StatsRoutes(Engine engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(new Route(GET, "/v1/stats", READ, this::stats));
  }

  private Response stats(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var given = Query.of(request, "window").text("window");
    var window =
        given == null
            ? Window.HOUR
            : Window.parse(given)
                .orElseThrow(() -> Problem.of(400, "The window must be 1h, 24h or 7d."));
    var statistics = engine.statistics(tenant, window);
    var recent = statistics.recent();
    var totals = statistics.totals();
    var json = shown(recent, recent.accepted(), totals.pending(), statistics.oldestDue());
    json.set("totals", shown(totals));
    json.putArray("webhooks")
        .addAll(statistics.webhooks().stream().map(StatsRoutes::shown).toList());
    return Answers.json(200, json);
  }

  private static ObjectNode shown(Statistics.OfWebhook webhook) {
    var counts = webhook.standing().counts();
    var recent = webhook.recent();
    var json = Json.object().put("id", webhook.id().toString());
    json.setAll(shown(recent, recent.owed(), counts.pending(), webhook.standing().oldestDue()));
    json.set(
        "totals",
        shown(
            new TenantCounts(
                counts.owed(),
                counts.owed(),
                counts.delivered(),
                counts.dead(),
                counts.cancelled())));
    return json;
  }

  private static ObjectNode shown(Figures recent, long accepted, long pending, Duration oldestDue) {
    var json =
        Json.object()
            .put("accepted", accepted)
            .put("owed", recent.owed())
            .put("delivered", recent.delivered())
            .put("dead", recent.dead())
            .put("cancelled", recent.cancelled())
            .put("pending", pending)
            .put("attempts", recent.attempts())
            .put("oldestDueSeconds", oldestDue.toMillis() / 1000.0);
    json.putObject("latencyMs")
        .put("p50", rounded(recent.latencies().quantile(0.5)))
        .put("p95", rounded(recent.latencies().quantile(0.95)))
        .put("p99", rounded(recent.latencies().quantile(0.99)));
    return json;
  }

  private static @Nullable Double rounded(@Nullable Double millis) {
    return millis == null ? null : Math.round(millis * 10) / 10.0;
  }

  private static ObjectNode shown(TenantCounts counts) {
    return Json.object()
        .put("accepted", counts.accepted())
        .put("owed", counts.owed())
        .put("delivered", counts.delivered())
        .put("dead", counts.dead())
        .put("cancelled", counts.cancelled())
        .put("pending", counts.pending());
  }
}
