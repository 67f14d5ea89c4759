package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.ADMIN;
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
import dev.belfry.engine.tally.Step;
import dev.belfry.engine.tally.Window;
import dev.belfry.engine.webhook.WebhookId;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** How a tenant's events went lately, and stand. */
final class StatsRoutes {

  private static final int MOST_WORST = 10;

  private final Engine engine;

  StatsRoutes(Engine engine) {
    this.engine = engine;
  }

  List<Route> routes() {
    return List.of(
        new Route(GET, "/v1/stats", READ, this::stats),
        new Route(GET, "/v1/stats/steps", READ, this::steps),
        new Route(GET, "/v1/stats/worst", READ, this::worst),
        new Route(GET, "/v1/admin/stats/steps", ADMIN, this::stepsOfAll),
        new Route(GET, "/v1/admin/stats/worst", ADMIN, this::worstOfAll));
  }

  private Response stats(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var window = Query.of(request, "window").read(StatsRoutes::window);
    var statistics = engine.statistics(tenant, window);
    var recent = statistics.recent();
    var totals = statistics.totals();
    var json = shown(recent, recent.accepted(), totals.pending(), statistics.oldestDue());
    json.set("totals", shown(totals));
    json.putArray("webhooks")
        .addAll(statistics.webhooks().stream().map(StatsRoutes::shown).toList());
    return Answers.json(200, json);
  }

  /** The same step by step, of the tenant or of one webhook: what a chart needs. */
  private Response steps(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var asked =
        Query.of(request, "window", "webhook")
            .read(
                given -> new StepsOf(window(given), given.id("webhook", "wh_", WebhookId::parse)));
    var window = asked.window;
    var id = asked.webhook;
    if (id == null) {
      return shown(
          window,
          engine.steps(tenant, null, window),
          engine.deliveries().countsOf(tenant).pending());
    }
    var webhook = engine.webhooks().find(tenant, id).orElseThrow(() -> Problem.missing("webhook"));
    var pending = engine.deliveries().countsOf(webhook.id()).pending();
    return shown(window, engine.steps(tenant, webhook.id(), window), pending);
  }

  private Response stepsOfAll(Request request, Caller caller) {
    var window = Query.of(request, "window").read(StatsRoutes::window);
    return shown(
        window, engine.steps(null, null, window), engine.deliveries().countsOfAll().pending());
  }

  /** What was pending at the end of a step follows from what is now, and what happened since. */
  private static Response shown(Window window, List<Step> steps, long pendingNow) {
    var data = new ArrayDeque<ObjectNode>();
    var pending = pendingNow;
    for (var step : steps.reversed()) {
      var figures = step.figures();
      var json = Json.object().put("at", Times.text(step.at()));
      json.setAll(summed(figures));
      json.put("pending", Math.max(0, pending));
      data.addFirst(json);
      pending -= figures.owed() - figures.delivered() - figures.dead() - figures.cancelled();
    }
    var body =
        Json.object()
            .put("window", window.toString())
            .put("stepSeconds", window.step().toSeconds());
    body.set("sum", summed(Step.sum(steps)));
    body.putArray("data").addAll(data);
    return Answers.json(200, body);
  }

  /** The webhooks with the most failed attempts. */
  private Response worst(Request request, Caller caller) {
    var window = Query.of(request, "window").read(StatsRoutes::window);
    var worst =
        engine.statistics(Credentials.tenant(caller), window).webhooks().stream()
            .filter(webhook -> webhook.recent().failed() > 0)
            .sorted(
                Comparator.<Statistics.OfWebhook>comparingLong(webhook -> webhook.recent().failed())
                    .reversed())
            .limit(MOST_WORST)
            .map(this::worst)
            .toList();
    return Answers.whole(worst);
  }

  private Response worstOfAll(Request request, Caller caller) {
    var window = Query.of(request, "window").read(StatsRoutes::window);
    var worst =
        engine.worst(window, MOST_WORST).stream()
            .flatMap(webhook ->
                engine.webhooks().find(webhook.id()).stream()
                    .map(found -> worst(webhook).put("tenant", found.tenant().value())))
            .toList();
    return Answers.whole(worst);
  }

  private ObjectNode worst(Statistics.OfWebhook webhook) {
    var json = Json.object().put("id", webhook.id().toString());
    var name = engine.webhooks().find(webhook.id()).map(found -> found.registration().name());
    json.put("name", name.filter(given -> !given.isEmpty()).orElse(null));
    json.setAll(summed(webhook.recent()));
    return json.put("pending", webhook.standing().counts().pending())
        .put("oldestDueSeconds", seconds(webhook.standing().oldestDue()));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private record StepsOf(Window window, @Nullable WebhookId webhook) {}

  private static Window window(Query.Values given) {
    var window = given.parsed("window", Window::parse, "must be 1h, 24h or 7d");
    return window == null ? Window.HOUR : window;
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
            .put("oldestDueSeconds", seconds(oldestDue));
    json.set("latencyMs", latencies(recent));
    return json;
  }

  private static ObjectNode summed(Figures figures) {
    var json =
        Json.object()
            .put("accepted", figures.accepted())
            .put("owed", figures.owed())
            .put("delivered", figures.delivered())
            .put("dead", figures.dead())
            .put("cancelled", figures.cancelled())
            .put("attempts", figures.attempts())
            .put("failed", figures.failed())
            .put("oldestDueSeconds", seconds(figures.oldestDue()));
    json.set("latencyMs", latencies(figures));
    return json;
  }

  private static ObjectNode latencies(Figures figures) {
    return Json.object()
        .put("p50", rounded(figures.latencies().quantile(0.5)))
        .put("p95", rounded(figures.latencies().quantile(0.95)))
        .put("p99", rounded(figures.latencies().quantile(0.99)));
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
