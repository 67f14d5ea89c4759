package dev.belfry.dialects.smartsheet;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Method.DELETE;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.POST;
import static dev.belfry.dialects.Method.PUT;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Secret;
import java.util.List;
import java.util.OptionalLong;

/** The six operations (section 3). */
final class WebhookRoutes {

  private static final int MOST_OF_PLAN = 100;

  private final Engine engine;
  private final SmartsheetSettings settings;
  private final WebhookForm form;
  private final WebhookJson json;
  private final Things things;
  private final ScopeCounts counts;
  private final Enabling enabling;
  private final Owned owned;

  WebhookRoutes(
      Engine engine, EgressPolicy policy, Enabling enabling, SmartsheetSettings settings) {
    this.engine = engine;
    this.settings = settings;
    this.form = new WebhookForm(policy, settings);
    this.json = new WebhookJson(engine);
    this.things = new Things(engine.records());
    this.counts = ScopeCounts.of(engine.webhooks());
    this.enabling = enabling;
    this.owned = new Owned(engine, settings);
  }

  /** Of all of them the vendor asks the one scope that our {@code manage} stands for. */
  List<Route> routes() {
    return List.of(
        new Route(GET, Paths.ALL, MANAGE, checked(this::list)),
        new Route(POST, Paths.ALL, MANAGE, checked(this::create)),
        new Route(GET, Paths.ONE, MANAGE, checked(this::show)),
        new Route(PUT, Paths.ONE, MANAGE, checked(this::update)),
        new Route(DELETE, Paths.ONE, MANAGE, checked(this::delete)),
        new Route(POST, Paths.ACTION, MANAGE, checked(this::reset)));
  }

  /** What holds for every request, whatever it asks for. */
  private static Route.Handler checked(Route.Handler handler) {
    return (request, caller) -> {
      if (!Accepts.json(request)) {
        throw Problem.notAcceptable();
      }
      IntegrationSource.of(request);
      return handler.handle(request, caller);
    };
  }

  private Response list(Request request, Caller caller) {
    var query = ListQuery.of(request.rawQuery());
    var numeric = ListQuery.numericDates(request.rawQuery());
    var page =
        owned.list(caller, query.skipped() + query.pageSize()).stream()
            .skip(query.skipped())
            .map(webhook -> json.inList(webhook, numeric))
            .toList();
    return Answers.page(query.page(), query.pageSize(), page);
  }

  private Response create(Request request, Caller caller) {
    var source = IntegrationSource.of(request).orElse(null);
    var app = settings.app(caller.actor().name()).orElse(null);
    var registration = form.created(Body.of(request), app, source);
    var tenant = Owned.tenant(caller);
    checkScope(tenant, Details.of(registration));
    var webhook =
        engine
            .webhooks()
            .register(
                tenant,
                registration,
                () -> checkRoom(tenant, registration),
                IntegrationSource.actor(request, caller));
    return Answers.done(json.of(webhook, ListQuery.numericDates(request.rawQuery())));
  }

  private void checkScope(TenantId tenant, Details details) {
    if (!settings.exists(details.scopeObjectId())
        || things.of(tenant, details.subject()).outOfReach()) {
      throw Problem.noScope(details.scope(), details.scopeObjectId());
    }
    var columns = details.columnIds();
    if (columns != null
        && !columns.stream()
            .allMatch(column -> settings.hasColumn(details.scopeObjectId(), column))) {
      throw Problem.noColumns();
    }
  }

  /** No other webhook comes between this and the making. */
  private void checkRoom(TenantId tenant, Registration registration) {
    var details = Details.of(registration);
    var most =
        switch (details.scope()) {
          case SHEET -> settings.sheetLimit();
          case PLAN -> MOST_OF_PLAN;
        };
    if (counts.of(tenant, details.subject()) >= most) {
      throw Problem.tooMany("webhook");
    }
    var id = String.valueOf(registration.vendorId());
    if (engine.webhooks().findByVendorId(tenant, SmartsheetDialect.NAME, id).isPresent()) {
      throw Problem.unexpected(); // one in 2^53: the client's next try gets another id
    }
  }

  private Response show(Request request, Caller caller) {
    return Answers.bare(
        json.of(owned.named(request, caller), ListQuery.numericDates(request.rawQuery())));
  }

  private Response update(Request request, Caller caller) {
    var webhook = owned.named(request, caller);
    var body = Body.of(request);
    var wanted = body.flag("enabled");
    var after =
        enabling.change(
            webhook,
            wanted,
            current ->
                form.changed(
                    body, current.registration(), new ReadOnly(WebhookJson.withoutStats(current))),
            IntegrationSource.actor(request, caller));
    return Answers.done(json.of(after, ListQuery.numericDates(request.rawQuery())));
  }

  private Response delete(Request request, Caller caller) {
    var webhook = owned.named(request, caller);
    engine
        .webhooks()
        .delete(
            webhook.tenant(),
            webhook.id(),
            OptionalLong.empty(),
            IntegrationSource.actor(request, caller));
    return Answers.done(null);
  }

  private Response reset(Request request, Caller caller) {
    if (!Paths.isReset(request.variable("action"))) {
      throw Problem.notFound();
    }
    var webhook = owned.named(request, caller);
    var secret = RandomText.secret();
    engine
        .webhooks()
        .change(
            webhook.tenant(),
            webhook.id(),
            OptionalLong.empty(),
            old -> withSecret(old, secret),
            IntegrationSource.actor(request, caller),
            "webhook.secret_reset");
    return Answers.secret(secret, settings.bareSecret());
  }

  /** The old one is worth nothing from now on (section 5.6). */
  private static Registration withSecret(Registration old, String secret) {
    return new Registration(
        old.dialect(),
        old.vendorId(),
        old.name(),
        old.description(),
        old.metadata(),
        old.wants(),
        old.target(),
        old.binary(),
        old.signatures(),
        List.of(new Secret(secret, null)),
        old.retry(),
        old.pace(),
        old.state(),
        old.stateReason(),
        old.details());
  }
}
