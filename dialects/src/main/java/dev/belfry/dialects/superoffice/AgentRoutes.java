package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.POST;

import dev.belfry.dialects.Access;
import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route.Handler;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.superoffice.Paths.Operation;
import dev.belfry.engine.webhook.Webhook;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** A1 to A8: the agent {@code Webhook} (section 1.2). What is not there is null, not 404. */
final class AgentRoutes {

  private static final String BASE = "/v1/Agents/Webhook/";

  private final Hooks hooks;
  private final Signals signals;

  AgentRoutes(Hooks hooks, Signals signals) {
    this.hooks = hooks;
    this.signals = signals;
  }

  List<Operation> operations() {
    return Stream.of(
            method("CreateDefaultWebhook", READ, "Gets a template.", this::template),
            method("SaveWebhook", MANAGE, "Creates or replaces a webhook.", this::save),
            method("GetWebhook", READ, "Gets a webhook.", this::get),
            method("DeleteWebhook", MANAGE, "Deletes a webhook.", this::delete),
            method("GetAllWebhooks", READ, "Lists webhooks.", this::list),
            method("TestWebhook", MANAGE, "Pings a definition.", this::test),
            method("SignalEvent", MANAGE, "Raises an event.", this::signal),
            method("GetLastError", READ, "Gets the last error.", this::lastError))
        .flatMap(operation -> Stream.of(operation, description(operation)))
        .toList();
  }

  private static Operation method(String name, Access access, String does, Handler handler) {
    return new Operation(POST, BASE + name, access, does, handler);
  }

  /** A GET tells of the method and never runs it. */
  private static Operation description(Operation of) {
    return new Operation(
        GET,
        of.below(),
        READ,
        "Describes the method.",
        (request, _) ->
            Answers.of(
                request,
                "Method",
                Json.object()
                    .put("Method", "POST " + Paths.base(request.path()) + of.below())
                    .put("Summary", of.does())));
  }

  private Response template(Request request, Caller caller) {
    Bodies.ignore(request);
    return Answers.of(request, "Webhook", HookJson.template());
  }

  private Response save(Request request, Caller caller) {
    var visit = Visit.of(request, caller);
    var dates = Dates.of(request);
    var body = Bodies.required(request, Shape.WEBHOOK);
    var id = new Members(body).number("WebhookId");
    var saved =
        id == null || id == 0
            ? hooks.create(visit, HookForm.read(body, null))
            : replaced(visit, request, id, body);
    return Answers.of(request, "Webhook", hooks.json(saved, dates));
  }

  private Webhook replaced(Visit visit, Request request, int id, ObjectNode body) {
    return hooks.change(
        visit,
        request,
        id,
        before -> HookForm.read(body, Details.of(before.registration()).hook()));
  }

  private Response get(Request request, Caller caller) {
    Bodies.ignore(request);
    var select = Select.of(request);
    var dates = Dates.of(request);
    var id = new Query(request).number("webhookId");
    return hooks
        .find(Visit.of(request, caller), id)
        .map(webhook -> Answers.of(request, "Webhook", select.from(hooks.json(webhook, dates))))
        .orElseGet(() -> Answers.none(request, "Webhook"));
  }

  private Response delete(Request request, Caller caller) {
    Bodies.ignore(request);
    hooks.delete(Visit.of(request, caller), request, new Query(request).number("webhookId"));
    return Answers.nothing();
  }

  private Response list(Request request, Caller caller) {
    var members = new Members(Bodies.object(request, Shape.GET_ALL).orElseGet(Json::object));
    var filter =
        Filter.of(
            members.text("NameFilter"), members.text("EventFilter"), members.text("StatusFilter"));
    return Lists.of(request, Visit.of(request, caller), hooks, filter);
  }

  private Response test(Request request, Caller caller) {
    var select = Select.of(request);
    var webhook = new Members(Bodies.required(request, Shape.TEST)).values("Webhook");
    if (webhook == null) {
      throw Problem.unreadable("Webhook", "The Webhook is missing.");
    }
    var result = hooks.test(Visit.of(request, caller), HookForm.draft(webhook, null));
    return Answers.of(request, "WebhookResult", select.from(Ping.json(result)));
  }

  private Response signal(Request request, Caller caller) {
    var members = new Members(Bodies.required(request, Shape.SIGNAL));
    var name = members.text("EventName");
    var key = members.number("PrimaryKey");
    var data = members.values("Data");
    signals.raise(
        Visit.of(request, caller),
        name == null ? "" : name,
        key == null ? 0 : key,
        data == null ? Json.object() : data);
    return Answers.nothing();
  }

  private Response lastError(Request request, Caller caller) {
    var id = new Members(Bodies.required(request, Shape.LAST_ERROR)).number("WebhookId");
    return Answers.text(
        request,
        id == null
            ? ""
            : hooks.find(Visit.of(request, caller), id).map(hooks::lastError).orElse(""));
  }
}
