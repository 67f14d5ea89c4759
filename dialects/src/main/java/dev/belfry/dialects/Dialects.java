package dev.belfry.dialects;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All dialects behind one door: finds the dialect, the route and the caller of a request. */
public final class Dialects implements Function<Request, Response> {

  private static final Logger LOG = LoggerFactory.getLogger(Dialects.class);

  private static final Response NOWHERE =
      Response.of(
          404,
          "application/problem+json",
          """
          {"type":"about:blank","title":"Not Found","status":404,"detail":"There is nothing here."}\
          """);

  /** The same in every dialect: none of the vendors says what its own looks like. */
  private static final Response TOO_MANY_GUESSES =
      Response.of(
              429,
              "application/problem+json",
              """
              {"type":"about:blank","title":"Too Many Requests","status":429,\
              "detail":"Too many unknown keys came from this address; try again in a minute."}\
              """)
          .with("Retry-After", "60");

  private final Guesses guesses = new Guesses(System::nanoTime);
  private final Map<String, Mounted> byPrefix = new HashMap<>();

  /**
   * @throws IllegalArgumentException if a route is outside its dialect's prefix, or two answer the
   *     same requests
   */
  public Dialects(List<Dialect> dialects) {
    for (var dialect : dialects) {
      var routes = dialect.routes();
      for (var route : routes) {
        if (!route.pattern().startsWith(dialect.prefix() + "/")) {
          throw new IllegalArgumentException(route + " is not below " + dialect.prefix());
        }
      }
      if (byPrefix.put(dialect.prefix(), new Mounted(dialect, new Router(routes))) != null) {
        throw new IllegalArgumentException("two dialects at " + dialect.prefix());
      }
    }
  }

  /** Answers a request; throws nothing but errors of the machine. */
  @Override
  public Response apply(Request request) {
    return answer(request, null);
  }

  /**
   * Answers a request whose caller is known already, such as a person signed in: by the same rules,
   * but without credentials in the request.
   */
  public Response answerTo(Caller caller, Request request) {
    return answer(request, caller);
  }

  private Response answer(Request request, @Nullable Caller known) {
    var path = request.path();
    var slash = path.indexOf('/', 1);
    var mounted = byPrefix.get(slash < 0 ? path : path.substring(0, slash));
    return mounted == null ? NOWHERE : mounted.answer(request, known);
  }

  private Response refuse(Dialect dialect, Request request, Refusal refusal) {
    return refusal instanceof Refusal.Unknown && guesses.isOneTooMany(request.peer())
        ? TOO_MANY_GUESSES
        : dialect.refuse(request, refusal);
  }

  private final class Mounted {

    private final Dialect dialect;
    private final Router router;

    Mounted(Dialect dialect, Router router) {
      this.dialect = dialect;
      this.router = router;
    }

    private Response answer(Request request, @Nullable Caller known) {
      try {
        var path = dialect.pathOf(request.path());
        return switch (router.find(dialect.methodOf(request), path)) {
          case Router.Match.Found(var route, var variables) ->
              let(route, variables.isEmpty() ? request : request.with(variables), known);
          case Router.Match.WrongMethod(var allowed) ->
              dialect.refuse(request, new Refusal.WrongMethod(allowed));
          case Router.Match.Nothing() -> dialect.refuse(request, new Refusal.NotFound());
        };
      } catch (Refused e) {
        return refuse(dialect, request, e.refusal());
      } catch (RuntimeException e) {
        return word(request, e);
      }
    }

    private Response let(Route route, Request request, @Nullable Caller known) {
      var caller = caller(route, request, known);
      if (!caller.may(route.access())) {
        throw new Refused(new Refusal.Forbidden(route.access()));
      }
      return route.handler().handle(request, caller);
    }

    private Caller caller(Route route, Request request, @Nullable Caller known) {
      if (route.access() == Access.OPEN) {
        return Caller.anybody();
      }
      return known != null ? known : dialect.identify(request, route);
    }

    private Response word(Request request, RuntimeException failure) {
      var response = dialect.failed(request, failure);
      if (response.status() == 500) {
        LOG.error("{} {} failed", request.method(), request.path(), failure);
      }
      return response;
    }
  }
}
