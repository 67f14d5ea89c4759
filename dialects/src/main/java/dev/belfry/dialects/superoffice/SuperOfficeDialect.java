package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.egress.Sender;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;

/** SuperOffice's webhooks over REST and over its agent (section 1). */
public final class SuperOfficeDialect implements Dialect {

  /** As it stands in a webhook's {@code dialect}. */
  public static final String NAME = "superoffice";

  private final Credentials credentials;
  private final List<Route> routes;

  /**
   * The API over a running engine.
   *
   * @param sender for the events {@code test}
   * @param plugins the same as its protocol has
   * @param mail how notices leave
   */
  public SuperOfficeDialect(
      Engine engine,
      Sender sender,
      InstantSource clock,
      SuperOfficeSettings settings,
      Plugins plugins,
      Mail mail) {
    this.credentials = new Credentials(engine);
    var signals = new Signals(engine);
    var notices = new Notices(engine, clock, mail);
    engine.webhooks().addHook(new StateEvents(signals));
    engine.webhooks().addHook(notices);
    engine.deliverer().addFailureListener(notices);
    var hooks =
        new Hooks(
            engine,
            new Registrations(plugins, settings),
            settings,
            new Ping(sender, plugins, settings, clock));
    var operations =
        Stream.of(
                new RestRoutes(hooks, signals).operations(),
                new AgentRoutes(hooks, signals).operations(),
                new ListRoutes(hooks).operations())
            .flatMap(List::stream)
            .toList();
    this.routes =
        Stream.concat(operations.stream(), new Discovery(operations).operations().stream())
            .flatMap(Paths.Operation::routes)
            .toList();
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
  public String pathOf(String path) {
    return Paths.spelled(path);
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
    return Failures.failure(request, failure);
  }
}
