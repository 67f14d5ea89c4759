package dev.belfry.server.ops;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.server.http.Problems;
import java.util.function.Function;
import java.util.function.Supplier;

/** The routes that need no credentials and belong to no dialect. Everything else is handed on. */
public final class OpsRoutes implements Function<Request, Response> {

  private static final String TEXT = "text/plain; charset=utf-8";

  private final String version;
  private final boolean dev;
  private final Readiness readiness;
  private final Supplier<String> metrics;
  private final boolean metricsHere;
  private final Function<Request, Response> others;

  /**
   * Puts these routes before others.
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
      boolean metricsHere,
      Function<Request, Response> others) {
    this.version = version;
    this.dev = dev;
    this.readiness = readiness;
    this.metrics = metrics;
    this.metricsHere = metricsHere;
    this.others = others;
  }

  @Override
  public Response apply(Request request) {
    return switch (request.path()) {
      case "/livez" -> get(request, () -> Response.of(200, TEXT, "ok\n"));
      case "/readyz" -> get(request, this::ready);
      case "/version" -> get(request, this::tellVersion);
      case "/metrics" ->
          metricsHere ? get(request, () -> figures(metrics)) : Problems.of(404, "Not here.");
      default -> others.apply(request);
    };
  }

  /** A listener that serves nothing but the figures. */
  public static Function<Request, Response> metricsOnly(Supplier<String> metrics) {
    return request ->
        request.path().equals("/metrics")
            ? get(request, () -> figures(metrics))
            : Problems.of(404, "There is nothing here but /metrics.");
  }

  private static Response get(Request request, Supplier<Response> answer) {
    return request.method().equals("GET")
        ? answer.get()
        : Problems.of(405, "Only GET is answered here.").with("Allow", "GET, HEAD");
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
