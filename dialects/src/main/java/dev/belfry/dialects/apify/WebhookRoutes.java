package dev.belfry.dialects.apify;

import dev.belfry.dialects.Access;
import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Method;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookChanged;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import tools.jackson.databind.node.ObjectNode;

/**
 * Webhooks: list, create, read, update, delete, and those of an Actor or task (E1–E5, E10, E11).
 */
final class WebhookRoutes {

  private static final String ALL = Choices.PREFIX + "/v2/webhooks";
  private static final String ONE = ALL + "/{webhookId}";

  private final Memory memory;
  private final Creation creation;
  private final WebhookView view;
  private final InstantSource clock;

  WebhookRoutes(Memory memory, Creation creation, InstantSource clock) {
    this.memory = memory;
    this.creation = creation;
    this.view = new WebhookView(memory);
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(
        new Route(Method.GET, ALL, Access.READ, this::list),
        new Route(Method.POST, ALL, Access.MANAGE, this::create),
        new Route(Method.GET, ONE, Access.READ, this::show),
        new Route(Method.PUT, ONE, Access.MANAGE, this::update),
        new Route(Method.DELETE, ONE, Access.MANAGE, this::delete),
        ofActor("actors"),
        ofActor("acts"),
        new Route(
            Method.GET,
            Choices.PREFIX + "/v2/actor-tasks/{id}/webhooks",
            Access.READ,
            (request, caller) -> listOf(Catalogue.Kind.TASK, request, caller)));
  }

  private Route ofActor(String segment) {
    return new Route(
        Method.GET,
        Choices.PREFIX + "/v2/" + segment + "/{id}/webhooks",
        Access.READ,
        (request, caller) -> listOf(Catalogue.Kind.ACTOR, request, caller));
  }

  private Response list(Request request, Caller caller) {
    var page = Page.of(Query.of(request));
    var all = all(ApifyDialect.tenant(caller), _ -> true);
    return Answers.data(request, 200, page.cut(all, view::brief));
  }

  private Response listOf(Catalogue.Kind kind, Request request, Caller caller) {
    var page = Page.of(Query.of(request));
    var tenant = ApifyDialect.tenant(caller);
    var id = creation.catalogue().resolve(kind, tenant, request.variable("id"));
    var key = kind == Catalogue.Kind.ACTOR ? "actorId" : "actorTaskId";
    var subject = Settings.subject(key, id);
    var all = all(tenant, webhook -> subject.equals(webhook.wants().subject()));
    return Answers.data(request, 200, page.cut(all, view::whole));
  }

  private List<Webhook> all(TenantId tenant, Predicate<Webhook> which) {
    return memory
        .engine()
        .webhooks()
        .list(tenant, which.and(Memory::isOurs), null, Integer.MAX_VALUE);
  }

  private Response create(Request request, Caller caller) {
    var webhook = creation.create(ApifyDialect.tenant(caller), Bodies.object(request), caller);
    var location = request.baseUrl() + ALL + "/" + webhook.registration().vendorId();
    return Answers.data(request, 201, view.whole(webhook)).with("Location", location);
  }

  private Response show(Request request, Caller caller) {
    return Answers.data(request, 200, view.whole(find(memory, request, caller)));
  }

  private Response update(Request request, Caller caller) {
    var body = Bodies.object(request);
    while (true) {
      var before = find(memory, request, caller);
      try {
        var after = update(before, body, caller.actor());
        return Answers.data(request, 200, view.whole(after));
      } catch (WebhookChanged _) {
        // somebody was faster: what is asked for is merged with what there is now
      }
    }
  }

  /** Everything is checked outside the one thread that writes: templates may take a while. */
  private Webhook update(Webhook before, ObjectNode body, Actor by) {
    var enabled = SettingsReader.enabled(body);
    var stored = memory.stored(before);
    var settings = SettingsReader.update(stored.settings(), body);
    creation.checkUpdate(before.tenant(), stored.settings(), settings);
    var changed = stored.changed(settings, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    var registration =
        Registrations.update(before.registration(), stored.settings(), changed, enabled);
    return memory
        .engine()
        .webhooks()
        .change(
            before.tenant(), before.id(), OptionalLong.of(before.version()), _ -> registration, by);
  }

  private Response delete(Request request, Caller caller) {
    var webhook = find(memory, request, caller);
    memory
        .engine()
        .webhooks()
        .delete(webhook.tenant(), webhook.id(), OptionalLong.empty(), caller.actor());
    return Answers.nothing(request);
  }

  /** The webhook of the path, if it is the caller's. */
  static Webhook find(Memory memory, Request request, Caller caller) {
    return memory
        .engine()
        .webhooks()
        .findByVendorId(ApifyDialect.tenant(caller), Choices.DIALECT, request.variable("webhookId"))
        .orElseThrow(() -> Fault.notFound("Webhook"));
  }
}
