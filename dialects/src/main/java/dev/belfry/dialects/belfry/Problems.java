package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import java.time.Duration;
import java.util.Map;

/** Writes {@link Problem}s. */
final class Problems {

  private static final String CONTENT_TYPE = "application/problem+json";

  private static final Map<Integer, String> TITLES =
      Map.ofEntries(
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(409, "Conflict"),
          Map.entry(412, "Precondition Failed"),
          Map.entry(413, "Content Too Large"),
          Map.entry(415, "Unsupported Media Type"),
          Map.entry(422, "Unprocessable Content"),
          Map.entry(429, "Too Many Requests"),
          Map.entry(503, "Service Unavailable"));

  private Problems() {}

  static Response write(Problem problem) {
    var json = Json.object();
    json.put("type", "about:blank");
    json.put("title", TITLES.getOrDefault(problem.status(), "Internal Server Error"));
    json.put("status", problem.status());
    json.put("detail", problem.detail());
    if (!problem.faults().isEmpty()) {
      var errors = json.putArray("errors");
      for (var fault : problem.faults()) {
        errors.addObject().put("pointer", fault.pointer()).put("detail", fault.detail());
      }
    }
    var response = Response.of(problem.status(), CONTENT_TYPE, Json.write(json));
    var wait = problem.retryAfter();
    return wait == null ? response : response.with("Retry-After", seconds(wait));
  }

  /** At least one, and never too few. */
  private static String seconds(Duration wait) {
    return Long.toString(Math.max(1, wait.plusMillis(999).toSeconds()));
  }
}
