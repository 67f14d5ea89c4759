package dev.belfry.dialects.belfry;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.DELETE;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.PATCH;
import static dev.belfry.dialects.Method.POST;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.engine.Engine;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.WebhookState;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The routes of webhooks. */
final class WebhookRoutes {

  private static final String ALL = "/v1/webhooks";
  private static final String ONE = ALL + "/{id}";

  private final Engine engine;
  private final WebhookForm form;

  WebhookRoutes(Engine engine, EgressPolicy policy) {
    this.engine = engine;
    this.form = new WebhookForm(policy);
  }

  List<Route> routes() {
    return List.of(
        new Route(POST, ALL, MANAGE, this::create),
        new Route(GET, ALL, READ, Few.atOnce(this::list)),
        new Route(GET, ONE, READ, this::show),
        new Route(PATCH, ONE, MANAGE, this::change),
        new Route(DELETE, ONE, MANAGE, Bodies.none(this::delete)),
        new Route(POST, ONE + "/pause", MANAGE, Bodies.none(this::pause)),
        new Route(POST, ONE + "/resume", MANAGE, Bodies.none(this::resume)),
        new Route(POST, ONE + "/test", MANAGE, Bodies.none(this::test)));
  }

  private Response create(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var registration = form.create(Bodies.object(request));
    var webhook = engine.webhooks().register(tenant, registration, caller.actor());
    var body = shown(webhook).put("secret", registration.secrets().getFirst().text());
    return Answers.once(body, request.baseUrl() + ALL + "/" + webhook.id())
        .with("ETag", Versions.tag(webhook.version()));
  }

  private Response list(Request request, Caller caller) {
    var asked =
        Query.ofList(request, "state", "dialect", "type", "url")
            .read(given -> new Part(filter(given), given.cursor(WebhookId::parse), given.limit()));
    var found =
        engine.webhooks().list(caller.tenant(), asked.filter, asked.before, asked.limit + 1);
    return Answers.page(
        found,
        asked.limit,
        null,
        webhook -> Spans.item(caller, shown(webhook), webhook.tenant()),
        Webhook::id);
  }

  private Response show(Request request, Caller caller) {
    return answer(named(request, caller));
  }

  private Response change(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    var patch = Bodies.mergePatch(request);
    return Versions.retrying(() -> {
      var before = named(request, caller);
      Versions.check(request, before.version());
      var shown = shown(before).put("tenant", tenant.value());
      var isOurs = before.dialect().equals(BelfryDialect.NAME);
      var after =
          isOurs
              ? form.change(before.registration(), shown, patch)
              : OtherDialects.change(before.registration(), shown, patch);
      return answer(changed(before, after, "webhook.changed", caller));
    });
  }

  private Response delete(Request request, Caller caller) {
    return Versions.retrying(() -> {
      var before = ours(named(request, caller));
      Versions.check(request, before.version());
      engine
          .webhooks()
          .delete(before.tenant(), before.id(), OptionalLong.of(before.version()), caller.actor());
      return Response.of(204);
    });
  }

  private Response pause(Request request, Caller caller) {
    return turn(
        request,
        caller,
        "webhook.paused",
        old ->
            switch (old.state()) {
              case ACTIVE, PAUSED -> old.in(WebhookState.PAUSED, null);
              case UNVERIFIED, DISABLED -> throw forbids(old);
            });
  }

  private Response resume(Request request, Caller caller) {
    return turn(
        request,
        caller,
        "webhook.resumed",
        old ->
            switch (old.state()) {
              case ACTIVE, PAUSED, DISABLED -> old.in(WebhookState.ACTIVE, null);
              case UNVERIFIED -> throw forbids(old);
            });
  }

  private Response test(Request request, Caller caller) {
    var webhook = ours(named(request, caller));
    return Answers.json(
        200, DeliveryJson.attempt(engine.deliveries().test(webhook, caller.actor())));
  }

  private Response turn(
      Request request, Caller caller, String action, Function<Registration, Registration> how) {
    return Versions.retrying(() -> {
      var before = named(request, caller);
      Versions.check(request, before.version());
      var after = how.apply(before.registration());
      return answer(
          after.equals(before.registration()) ? before : changed(before, after, action, caller));
    });
  }

  private Webhook changed(Webhook before, Registration after, String action, Caller caller) {
    return engine
        .webhooks()
        .change(
            before.tenant(),
            before.id(),
            OptionalLong.of(before.version()),
            _ -> after,
            caller.actor(),
            action);
  }

  private Webhook named(Request request, Caller caller) {
    var tenant = Credentials.tenant(caller);
    return WebhookId.parse(request.variable("id"))
        .flatMap(id -> engine.webhooks().find(tenant, id))
        .orElseThrow(() -> Problem.missing("webhook"));
  }

  private static Webhook ours(Webhook webhook) {
    if (!webhook.dialect().equals(BelfryDialect.NAME)) {
      throw OtherDialects.forbids(webhook.dialect());
    }
    return webhook;
  }

  private static Problem forbids(Registration registration) {
    return Problem.of(409, "The webhook is " + registration.state() + ".");
  }

  private record Part(Predicate<Webhook> filter, @Nullable WebhookId before, int limit) {}

  private static Predicate<Webhook> filter(Query.Values given) {
    var state = given.word("state", WebhookState.class);
    var dialect = given.text("dialect");
    var type = given.text("type");
    var url = given.text("url");
    return webhook ->
        (state == null || webhook.state() == state)
            && (dialect == null || webhook.dialect().equals(dialect))
            && (type == null || names(webhook, type))
            && (url == null || webhook.target().url().toString().contains(url));
  }

  /** Whether it would get events of this type, or has it in its list as it stands there. */
  private static boolean names(Webhook webhook, String type) {
    return webhook.wants().wantsType(type)
        || webhook.wants().types().stream().map(TypePattern::text).anyMatch(type::equals);
  }

  private Response answer(Webhook webhook) {
    return Answers.versioned(200, shown(webhook), webhook.version());
  }

  private ObjectNode shown(Webhook webhook) {
    return WebhookJson.shown(webhook, engine.deliveries().countsOf(webhook.id()));
  }
}
