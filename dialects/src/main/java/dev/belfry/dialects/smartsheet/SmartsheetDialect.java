package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.egress.Sender;
import java.time.InstantSource;
import java.util.List;

/** The webhook part of Smartsheet's API 2.0 (section 3). */
public final class SmartsheetDialect implements Dialect {

  /** As it stands in a webhook's {@code dialect}. */
  public static final String NAME = "smartsheet";

  private final Credentials credentials;
  private final List<Route> routes;

  /**
   * The API over a running engine.
   *
   * @param policy what URLs a webhook may have
   * @param sender for challenges
   */
  public SmartsheetDialect(
      Engine engine,
      EgressPolicy policy,
      Sender sender,
      SmartsheetSettings settings,
      InstantSource clock) {
    this.credentials = new Credentials(engine, settings.rate(), clock);
    this.routes =
        new WebhookRoutes(engine, policy, new Enabling(engine, sender, settings), settings)
            .routes();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String prefix() {
    return Paths.PREFIX;
  }

  @Override
  public List<Route> routes() {
    return routes;
  }

  @Override
  public Caller identify(Request request, Route route) {
    return credentials.read(request);
  }

  @Override
  public Response refuse(Request request, Refusal refusal) {
    return Failures.refusal(request, refusal);
  }

  @Override
  public Response failed(Request request, RuntimeException failure) {
    return Failures.failure(failure);
  }
}
