package dev.belfry.server.apidoc;

import static dev.belfry.dialects.Access.OPEN;
import static dev.belfry.dialects.Method.GET;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Serves the description of the API: the document for programs, and pages for people. */
public final class ApiPages {

  private final String version;
  private final List<Route> described;
  private final Assets assets = new Assets();
  private volatile byte @Nullable [] document;

  /**
   * @param described all routes that the document tells of besides those here
   */
  public ApiPages(String version, List<Route> described) {
    this.version = version;
    this.described = Stream.concat(described.stream(), routes().stream()).toList();
  }

  /** What is answered here. */
  public List<Route> routes() {
    return List.of(
        new Route(GET, "/openapi.json", OPEN, this::document),
        new Route(GET, "/docs", OPEN, this::page),
        new Route(GET, "/docs/{asset}", OPEN, this::asset));
  }

  /** Made when it is first asked for: most processes end without that. */
  private Response document(Request request, Caller caller) {
    var made = document;
    if (made == null) {
      made = ApiDocument.of(version, described);
      document = made;
    }
    return Response.of(200, "application/json", made).with("Cache-Control", "no-cache");
  }

  private Response page(Request request, Caller caller) {
    return assets.page();
  }

  private Response asset(Request request, Caller caller) {
    return assets.find(request.variable("asset"));
  }
}
