package dev.belfry.server.apidoc;

import dev.belfry.dialects.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * The OpenAPI document. Which operations there are, and who may call them, is told by the routes;
 * what is written by hand is in the parts ({@code *.yaml} beside this class), in OpenAPI's own
 * words and these:
 *
 * <ul>
 *   <li>{@code takes}, {@code answers}: names of schemas, the latter by status; {@code plain} is an
 *       answer that is text. {@code query} names parameters, {@code errors} those statuses that do
 *       not follow from the route. {@code versioned}: answers have an ETag; {@code once}: they must
 *       not be stored.
 *   <li>{@code values}, {@code inputs}, {@code answers} and {@code lists} at the top are all
 *       schemas; what holds for each kind is in {@link Shapes}.
 * </ul>
 *
 * @see <a href="https://spec.openapis.org/oas/v3.1.1.html">OpenAPI 3.1.1</a>
 */
public final class ApiDocument {

  private ApiDocument() {}

  /**
   * Writes the document.
   *
   * @throws IllegalArgumentException if a route is not described, or what is described has no route
   */
  public static byte[] of(String version, List<Route> routes) {
    var parts = Parts.about(routes.stream().map(Route::pattern).collect(Collectors.toSet()));
    var document = new LinkedHashMap<String, Object>();
    document.put("openapi", parts.get("openapi"));
    var info = Parts.map(parts.get("info"), "info");
    info.put("version", version);
    document.put("info", info);
    document.put("tags", parts.get("tags"));
    document.put("paths", paths(parts, routes));
    var components = Parts.map(parts.get("components"), "components");
    components.put("responses", problems(components));
    components.put("schemas", Shapes.of(parts));
    document.put("components", components);
    return new JsonMapper().writeValueAsBytes(document);
  }

  private static Map<String, Object> paths(Map<String, Object> parts, List<Route> routes) {
    var written = Parts.map(parts.get("paths"), "paths");
    written.replaceAll((path, item) -> Parts.map(item, path));
    var missing = new ArrayList<String>();
    var paths = new LinkedHashMap<String, Map<String, Object>>();
    for (var route : routes) {
      var method = route.method().name().toLowerCase(Locale.ROOT);
      var path = Parts.map(written.getOrDefault(route.pattern(), Map.of()), route);
      var operation = path.remove(method);
      if (operation == null) {
        missing.add("no description of " + route);
      } else {
        paths
            .computeIfAbsent(route.pattern(), _ -> new LinkedHashMap<>())
            .put(method, new Operation(route, Parts.map(operation, route)).described());
        written.put(route.pattern(), path);
      }
    }
    written.forEach((path, left) ->
        Parts.map(left, path)
            .keySet()
            .forEach(method -> missing.add("no route " + method + " " + path)));
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", missing));
    }
    return new LinkedHashMap<>(paths);
  }

  private static Map<String, Object> problems(Map<String, Object> components) {
    var responses = Parts.map(components.get("responses"), "responses");
    var content = Map.of("application/problem+json", Map.of("schema", Shapes.reference("Problem")));
    responses.replaceAll((status, response) -> {
      var whole = Parts.map(response, status);
      whole.put("content", content);
      return whole;
    });
    return responses;
  }
}
