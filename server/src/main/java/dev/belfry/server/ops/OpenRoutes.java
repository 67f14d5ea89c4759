package dev.belfry.server.ops;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.server.http.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Answers the GET routes that need no credentials and belong to no dialect; everything else is
 * handed on. A variable can only be the last segment of a path.
 */
public final class OpenRoutes implements Function<Request, Response> {

  private static final Caller ANYBODY = Caller.anybody();

  private final Map<String, Route> byPath = new HashMap<>();
  private final Map<String, Route> byFolder = new HashMap<>();
  private final Function<Request, Response> others;

  /** Puts these routes before others. */
  public OpenRoutes(List<Route> routes, Function<Request, Response> others) {
    for (var route : routes) {
      var variable = route.pattern().indexOf('{');
      if (variable < 0) {
        byPath.put(route.pattern(), route);
      } else {
        byFolder.put(route.pattern().substring(0, variable), route);
      }
    }
    this.others = others;
  }

  @Override
  public Response apply(Request request) {
    var path = request.path();
    var exact = byPath.get(path);
    if (exact != null) {
      return answer(exact, request);
    }
    var slash = path.lastIndexOf('/') + 1;
    var inFolder = byFolder.get(path.substring(0, slash));
    return inFolder == null
        ? others.apply(request)
        : answer(inFolder, request.with(Map.of(variable(inFolder), path.substring(slash))));
  }

  private static Response answer(Route route, Request request) {
    return request.method().equals("GET")
        ? route.handler().handle(request, ANYBODY)
        : Problems.of(405, "Only GET is answered here.").with("Allow", "GET, HEAD");
  }

  private static String variable(Route route) {
    return route
        .pattern()
        .substring(route.pattern().indexOf('{') + 1, route.pattern().length() - 1);
  }
}
