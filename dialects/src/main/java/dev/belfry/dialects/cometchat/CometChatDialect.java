package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.egress.EgressPolicy;
import java.util.List;
import java.util.stream.Stream;

/** The webhook part of CometChat's Management API (section 2). */
public final class CometChatDialect implements Dialect {

  /** As it stands in a webhook's {@code dialect}. */
  public static final String NAME = "cometchat";

  private static final String PREFIX = "/cometchat";

  static final String WEBHOOKS = PREFIX + "/apps/{appId}/webhooks";
  static final String WEBHOOK = WEBHOOKS + "/{webhookId}";
  static final String TRIGGERS = WEBHOOK + "/triggers";

  private final Credentials credentials;
  private final List<Route> routes;

  /**
   * The API over a running engine.
   *
   * @param policy what URLs a webhook may have
   */
  public CometChatDialect(Engine engine, EgressPolicy policy) {
    this.credentials = new Credentials(engine);
    this.routes =
        Stream.concat(
                new WebhookRoutes(engine, policy).routes().stream(),
                new TriggerRoutes(engine).routes().stream())
            .toList();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String prefix() {
    return PREFIX;
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
    return Failures.refusal(refusal);
  }

  @Override
  public Response failed(Request request, RuntimeException failure) {
    return Failures.failure(failure);
  }
}
