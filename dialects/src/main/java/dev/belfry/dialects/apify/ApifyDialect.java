package dev.belfry.dialects.apify;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Refused;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.accept.Overloaded;
import dev.belfry.engine.delivery.TooManyTrials;
import dev.belfry.engine.store.StoreBusy;
import dev.belfry.engine.store.StoreFull;
import dev.belfry.engine.tenant.NoSuchTenant;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.tenant.TenantSuspended;
import dev.belfry.engine.webhook.NoSuchWebhook;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Apify's management API over a running engine. */
final class ApifyDialect implements Dialect {

  private final Engine engine;
  private final List<Route> routes = new ArrayList<>();

  ApifyDialect(Engine engine, Memory memory, Creation creation, InstantSource clock) {
    this.engine = engine;
    routes.addAll(new WebhookRoutes(memory, creation, clock).routes());
    routes.addAll(new DispatchRoutes(memory).routes());
    routes.addAll(new RunRoutes(memory, creation, clock).routes());
  }

  @Override
  public String name() {
    return Choices.DIALECT;
  }

  @Override
  public String prefix() {
    return Choices.PREFIX;
  }

  @Override
  public List<Route> routes() {
    return List.copyOf(routes);
  }

  /** §1.1: a parameter goes before the verb. */
  @Override
  public String methodOf(Request request) {
    return request.rawQuery().contains("method=")
        ? Query.of(request)
            .given("method")
            .map(method -> method.toUpperCase(Locale.ROOT))
            .orElse(request.method())
        : request.method();
  }

  /** §1.2. */
  @Override
  public Caller identify(Request request, Route route) {
    var secret =
        token(request)
            .orElseThrow(() ->
                new Fault(401, "token-not-provided", "Authentication token was not provided"));
    var key = engine.keys().authenticate(secret).orElseThrow(ApifyDialect::unknownToken);
    if (engine.tenants().isSuspended(key.tenant())) {
      throw suspended();
    }
    return Caller.of(key);
  }

  private static Fault suspended() {
    return new Fault(403, "insufficient-permissions", "The account is suspended");
  }

  private static Fault unknownToken() {
    return new Fault(
        401, "user-or-token-not-found", "User was not found or authentication token is not valid");
  }

  private static Optional<String> token(Request request) {
    var header = request.header("authorization").orElse("").strip();
    return header.regionMatches(true, 0, "Bearer ", 0, 7)
        ? Optional.of(header.substring(7).strip()).filter(token -> !token.isEmpty())
        : Query.of(request).given("token");
  }

  /** Whose key it is; routes here are for tenants only. */
  static TenantId tenant(Caller caller) {
    var tenant = caller.tenant();
    if (tenant == null) {
      throw new IllegalStateException("no tenant");
    }
    return tenant;
  }

  @Override
  public Response refuse(Request request, Refusal refusal) {
    return Answers.fault(
        request,
        switch (refusal) {
          case Refusal.NotFound _ ->
              new Fault(404, "page-not-found", "We have bad news: there is no API endpoint here.");
          case Refusal.WrongMethod(var allowed) ->
              new Fault(
                  405,
                  "method-not-allowed",
                  "This API end-point can only be accessed using the following HTTP methods:"
                      + " OPTIONS, "
                      + allowed.stream().map(Enum::name).collect(Collectors.joining(", ")));
          case Refusal.Unknown _ ->
              new Fault(401, "token-not-provided", "Authentication token was not provided");
          case Refusal.Forbidden _ ->
              new Fault(
                  403,
                  "insufficient-permissions",
                  "Insufficient permissions to access this resource");
          case Refusal.Malformed(var detail) -> Fault.request(detail);
        });
  }

  @Override
  public Response failed(Request request, RuntimeException failure) {
    return switch (failure) {
      case Fault fault -> Answers.fault(request, fault);
      case Refused refused -> refuse(request, refused.refusal());
      case Overloaded _, TooManyTrials _, OverLimit _ ->
          Answers.fault(
              request,
              new Fault(
                  429,
                  "rate-limit-exceeded",
                  "You have exceeded the rate limit of "
                      + Choices.RATE_LIMIT
                      + " requests per second"));
      case NoSuchWebhook _ -> Answers.fault(request, Fault.notFound("Webhook"));
      case TenantSuspended _ -> Answers.fault(request, suspended());
      case NoSuchTenant _ -> Answers.fault(request, unknownToken());
      case StoreFull _, StoreBusy _ ->
          Answers.fault(
              request,
              new Fault(503, "internal-server-error", "The server cannot do this at the moment"));
      default ->
          Answers.fault(request, new Fault(500, "internal-server-error", "Internal server error"));
    };
  }
}
