package dev.belfry.dialects.cometchat;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Access.READ;
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
import dev.belfry.engine.webhook.NoSuchWebhook;
import java.util.List;
import java.util.OptionalLong;

/** C1 to C5: webhooks (section 4). */
final class WebhookRoutes {

  private final Engine engine;
  private final Apps apps;
  private final WebhookForm form;

  WebhookRoutes(Engine engine, EgressPolicy policy) {
    this.engine = engine;
    this.apps = new Apps(engine);
    this.form = new WebhookForm(policy);
  }

  List<Route> routes() {
    return List.of(
        new Route(POST, CometChatDialect.WEBHOOKS, MANAGE, this::create),
        new Route(GET, CometChatDialect.WEBHOOKS, READ, this::list),
        new Route(GET, CometChatDialect.WEBHOOK, READ, this::show),
        new Route(PUT, CometChatDialect.WEBHOOK, MANAGE, this::update),
        new Route(DELETE, CometChatDialect.WEBHOOK, MANAGE, this::delete));
  }

  private Response create(Request request, Caller caller) {
    var registration = form.created(request, Era.of(request));
    var app = Apps.app(caller);
    var id = String.valueOf(registration.vendorId());
    return Answers.of(
        WebhookJson.of(
            engine
                .webhooks()
                .register(app, registration, () -> apps.checkRoom(app, id), caller.actor())));
  }

  private Response list(Request request, Caller caller) {
    var era = Era.of(request);
    var query = ListQuery.of(request.rawQuery());
    var found =
        apps.webhooks(Apps.app(caller), era).stream()
            .filter(webhook -> query.finds(webhook.registration().name()))
            .map(WebhookJson::of)
            .toList();
    return Answers.page(found, query.perPage(), query.page());
  }

  private Response show(Request request, Caller caller) {
    return Answers.of(WebhookJson.of(apps.webhook(request, caller, Era.of(request))));
  }

  private Response update(Request request, Caller caller) {
    var era = Era.of(request);
    var webhook = apps.webhook(request, caller, era);
    var changed = apps.change(request, caller, webhook, old -> form.changed(request, era, old));
    return Answers.of(WebhookJson.of(changed));
  }

  private Response delete(Request request, Caller caller) {
    var webhook = apps.webhook(request, caller, Era.of(request));
    try {
      engine
          .webhooks()
          .delete(webhook.tenant(), webhook.id(), OptionalLong.empty(), caller.actor());
    } catch (NoSuchWebhook _) {
      throw Problem.noWebhook(request.variable("webhookId"));
    }
    return Answers.done("Deleted Webhook successfully.");
  }
}
