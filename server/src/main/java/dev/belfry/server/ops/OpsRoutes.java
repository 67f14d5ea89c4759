package dev.belfry.server.ops;

import static dev.belfry.dialects.Access.OPEN;
import static dev.belfry.dialects.Method.GET;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.server.http.Problems;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The routes that tell the operator how the server is. They need no credentials. */
public final class OpsRoutes {

  private static final String TEXT = "text/plain; charset=utf-8";

  private final String version;
  private final boolean dev;
  private final Readiness readiness;
  private final Supplier<String> metrics;
  private final boolean metricsHere;

  /**
   * Over a running server.
   *
   * @param dev told under {@code /version}, so that client commands know which key to use
   * @param metrics the figures in Prometheus' text format
   * @param metricsHere false when they are served on a port of their own
   */
  public OpsRoutes(
      String version,
      boolean dev,
      Readiness readiness,
      Supplier<String> metrics,
      boolean metricsHere) {
    this.version = version;
    this.dev = dev;
    this.readiness = readiness;
    this.metrics = metrics;
    this.metricsHere = metricsHere;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(
        new Route(GET, "/livez", OPEN, (_, _) -> Response.of(200, TEXT, "ok\n")),
        new Route(GET, "/readyz", OPEN, (_, _) -> ready()),
        new Route(GET, "/metrics", OPEN, (_, _) -> figures()),
        new Route(GET, "/version", OPEN, (_, _) -> tellVersion()));
  }

  /** A listener that serves nothing but the figures. */
  public static Function<Request, Response> metricsOnly(Supplier<String> metrics) {
    var routes = List.of(new Route(GET, "/metrics", OPEN, (_, _) -> figures(metrics)));
    return new OpenRoutes(routes, _ -> Problems.of(404, "There is nothing here but /metrics."));
  }

  private Response figures() {
    return metricsHere ? figures(metrics) : Problems.of(404, "Not here.");
  }

  private static Response figures(Supplier<String> metrics) {
    return Response.of(200, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
  }

  private Response ready() {
    return readiness
        .obstacle()
        .map(obstacle -> Problems.of(503, obstacle))
        .orElseGet(() -> Response.of(200, TEXT, "ready\n"));
  }

  private Response tellVersion() {
    return Response.of(
        200,
        "application/json",
        "{\"name\":\"belfry\",\"version\":\"%s\",\"dev\":%s}".formatted(version, dev));
  }
}
