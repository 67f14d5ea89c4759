package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.tenant.OverLimit;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Our own API. */
public final class BelfryDialect implements Dialect {

  /** As it stands in a webhook's {@code dialect}. */
  public static final String NAME = "belfry";

  private final Credentials credentials;
  private final List<Route> routes;

  /** The API without a portal, for who embeds no console. */
  public BelfryDialect(
      Engine engine, EgressPolicy policy, Upkeep upkeep, InstantSource clock, int mostData) {
    this(engine, policy, upkeep, clock, mostData, null);
  }

  /**
   * The API over a running engine.
   *
   * @param policy what URLs a webhook may have
   * @param mostData bytes that the data of one event may have
   * @param links makes links to the portal; null if there is none
   */
  public BelfryDialect(
      Engine engine,
      EgressPolicy policy,
      Upkeep upkeep,
      InstantSource clock,
      int mostData,
      @Nullable PortalLinks links) {
    this.credentials = new Credentials(engine);
    this.routes =
        Stream.of(
                new TenantRoutes(engine).routes(),
                new KeyRoutes(engine, clock).routes(),
                new WebhookRoutes(engine, policy).routes(),
                new SecretRoutes(engine, clock).routes(),
                new ExplainRoutes(engine, clock).routes(),
                new EventTypeRoutes(engine).routes(),
                new StatsRoutes(engine).routes(),
                new EventRoutes(engine, mostData).routes(),
                new AskRoutes(engine, mostData).routes(),
                new DeliveryRoutes(engine).routes(),
                links == null ? List.<Route>of() : new PortalRoutes(engine, links, clock).routes(),
                new ReplayRoutes(engine).routes(),
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
    var response = Problems.write(Failures.problem(failure));
    return failure instanceof OverLimit over ? Quotas.shown(response, over.quota()) : response;
  }
}
