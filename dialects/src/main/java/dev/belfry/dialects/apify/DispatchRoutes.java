package dev.belfry.dialects.apify;

import dev.belfry.dialects.Access;
import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Method;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Dispatches: of one webhook, of all, one; and trying a webhook out (E6–E9). */
final class DispatchRoutes {

  private static final String WEBHOOK = Choices.PREFIX + "/v2/webhooks/{webhookId}";
  private static final String ALL = Choices.PREFIX + "/v2/webhook-dispatches";

  private final Memory memory;
  private final DispatchView view;

  DispatchRoutes(Memory memory) {
    this.memory = memory;
    this.view = new DispatchView(memory);
  }

  List<Route> routes() {
    return List.of(
        new Route(Method.POST, WEBHOOK + "/test", Access.MANAGE, this::test),
        new Route(Method.GET, WEBHOOK + "/dispatches", Access.READ, this::ofWebhook),
        new Route(Method.GET, ALL, Access.READ, (request, caller) -> list(request, caller, null)),
        new Route(Method.GET, ALL + "/{dispatchId}", Access.READ, this::show));
  }

  private Response ofWebhook(Request request, Caller caller) {
    return list(request, caller, WebhookRoutes.find(memory, request, caller).id());
  }

  private Response list(Request request, Caller caller, @Nullable WebhookId webhook) {
    var page = Page.of(Query.of(request));
    var slice =
        memory
            .engine()
            .deliveries()
            .slice(
                ApifyDialect.tenant(caller),
                Choices.DIALECT,
                webhook,
                page.desc(),
                page.offset(),
                page.limit());
    var items = slice.deliveries().stream().map(view::of).toList();
    return Answers.data(request, 200, page.answer(slice.total(), items));
  }

  private Response show(Request request, Caller caller) {
    var tenant = ApifyDialect.tenant(caller);
    var delivery =
        VendorIds.deliveryOf(request.variable("dispatchId"))
            .flatMap(id -> memory.engine().deliveries().find(tenant, id))
            .filter(this::isOurs)
            .orElseThrow(() -> Fault.notFound("Webhook dispatch"));
    return Answers.data(request, 200, view.of(delivery));
  }

  private boolean isOurs(Delivery delivery) {
    return memory
        .engine()
        .webhooks()
        .find(delivery.tenant(), delivery.webhook())
        .map(Memory::isOurs)
        .orElseGet(
            () -> memory.keepsakes().deleted(delivery.tenant(), delivery.webhook()).isPresent());
  }

  /** §5.5. */
  private Response test(Request request, Caller caller) {
    var tenant = ApifyDialect.tenant(caller);
    var webhook = WebhookRoutes.find(memory, request, caller);
    var data = data(webhook, Bodies.object(request));
    var event = new NewEvent(Attributes.ofType(Choices.TEST), Data.json(Json.write(data)));
    var id = memory.engine().deliveries().send(webhook, event, caller.actor());
    var delivery = memory.engine().deliveries().find(tenant, id).orElseThrow();
    return Answers.data(request, 201, view.of(delivery));
  }

  private ObjectNode data(Webhook webhook, ObjectNode body) {
    var data = Json.object();
    var type = body.path("resourceType");
    if (!type.isMissingNode()
        && !type.isNull()
        && !List.of("BUILD", "RUN").contains(type.asString(""))) {
      throw Fault.schema("resourceType must be one of: BUILD, RUN");
    }
    var id = body.path("resourceId");
    if (id.isMissingNode() || id.isNull()) {
      var jokes = Choices.JOKES;
      data.putNull("eventData");
      data.putObject("resource")
          .put("joke", jokes.get(ThreadLocalRandom.current().nextInt(jokes.size())));
      return data;
    }
    if (!id.isString()) {
      throw Fault.schema("resourceId must be of type String");
    }
    if (type.asString("RUN").equals("BUILD")) {
      throw Fault.notFound("Actor build");
    }
    var run =
        memory
            .runs()
            .find(webhook.tenant(), id.asString())
            .orElseThrow(() -> Fault.notFound("Actor run"));
    checkBelongs(memory.stored(webhook).settings(), run);
    data.set("eventData", RunRoutes.eventData(run));
    data.set("resource", ApifyWitness.shown(run));
    return data;
  }

  private static void checkBelongs(Settings settings, ObjectNode run) {
    var member =
        switch (settings.conditionKey()) {
          case "actorId" -> "actId";
          case "actorTaskId" -> "actorTaskId";
          default -> "id";
        };
    if (!settings.conditionId().equals(run.path(member).asString(""))) {
      throw new Fault(
          400, "id-does-not-match", "The resource does not belong to the webhook's condition.");
    }
  }
}
