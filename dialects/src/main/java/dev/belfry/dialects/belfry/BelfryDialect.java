package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.egress.EgressPolicy;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** Our own API. */
public final class BelfryDialect implements Dialect {

  /** As it stands in a webhook's {@code dialect}. */
  public static final String NAME = "belfry";

  private final Credentials credentials;
  private final List<Route> routes;

  /**
   * The API over a running engine.
   *
   * @param policy what URLs a webhook may have
   * @param mostData bytes that the data of one event may have
   */
  public BelfryDialect(
      Engine engine, EgressPolicy policy, Upkeep upkeep, InstantSource clock, int mostData) {
    this.credentials = new Credentials(engine);
    this.routes =
        Stream.of(
                new TenantRoutes(engine).routes(),
                new KeyRoutes(engine, clock).routes(),
                new WebhookRoutes(engine, policy).routes(),
                new EventRoutes(engine, mostData).routes(),
                new AskRoutes(engine, mostData).routes(),
                new DeliveryRoutes(engine).routes(),
                new OperatorRoutes(engine, upkeep).routes())
            .flatMap(List::stream)
            .toList();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String prefix() {
    return "/v1";
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public Caller identify(Request request, Route route) {
    return credentials.read(request, route.access());
  }

  @Override
  public Response refuse(Request request, Refusal refusal) {
    return Failures.refusal(refusal);
  }

  @Override
  public Response failed(Request request, RuntimeException failure) {
    return Problems.write(Failures.problem(failure));
  }
}
