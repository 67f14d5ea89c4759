package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.DELETE;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.PATCH;
import static dev.belfry.dialects.Method.POST;
import static dev.belfry.dialects.Method.PUT;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.superoffice.Paths.Operation;
import dev.belfry.engine.webhook.Webhook;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/** R1 to R10: the collection {@code Webhook} (section 1.1). */
final class RestRoutes {

  private static final String ONE = "/v1/Webhook/{id}";
  private static final String WITH_LINKS = "WebhookWithLinks";

  private final Hooks hooks;
  private final Signals signals;

  RestRoutes(Hooks hooks, Signals signals) {
    this.hooks = hooks;
    this.signals = signals;
  }

  List<Operation> operations() {
    return List.of(
        new Operation(GET, "/v1/Webhook/default", READ, "Gets a template.", this::template),
        new Operation(GET, "/v1/Webhook", READ, "Lists webhooks.", this::list),
        new Operation(POST, "/v1/Webhook", MANAGE, "Creates a webhook.", this::create),
        new Operation(GET, ONE, READ, "Gets a webhook.", this::show),
        new Operation(PUT, ONE, MANAGE, "Replaces a webhook.", this::replace),
        new Operation(PATCH, ONE, MANAGE, "Changes parts of a webhook.", this::patch),
        new Operation(DELETE, ONE, MANAGE, "Deletes a webhook.", this::delete),
        new Operation(POST, "/v1/Webhook/Test", MANAGE, "Pings a definition.", this::test),
        new Operation(POST, "/v1/Webhook/{event}/{key}", MANAGE, "Raises an event.", this::signal),
        new Operation(GET, ONE + "/LastError", READ, "Gets the last error.", this::lastError));
  }

  private Response template(Request request, Caller caller) {
    return Answers.of(request, "Webhook", HookJson.template());
  }

  private Response list(Request request, Caller caller) {
    var query = new Query(request);
    var filter =
        Filter.of(query.text("nameFilter"), query.text("eventFilter"), query.text("statusFilter"));
    return Lists.of(request, Visit.of(request, caller), hooks, filter);
  }

  private Response create(Request request, Caller caller) {
    var select = Select.of(request);
    var dates = Dates.of(request);
    var hook = HookForm.read(Bodies.required(request, Shape.WEBHOOK), null);
    return answer(request, hooks.create(Visit.of(request, caller), hook), select, dates);
  }

  private Response show(Request request, Caller caller) {
    return answer(
        request,
        hooks.get(Visit.of(request, caller), id(request)),
        Select.of(request),
        Dates.of(request));
  }

  private Response replace(Request request, Caller caller) {
    return change(request, caller, sent -> Bodies.required(sent, Shape.WEBHOOK), (_, body) -> body);
  }

  private Response patch(Request request, Caller caller) {
    return change(
        request,
        caller,
        Bodies::patch,
        (before, patch) -> Patch.apply(hooks.json(before, Dates.UTC), patch));
  }

  /**
   * @param read what was sent; not looked at unless the webhook is there
   * @param after the webhook's members then, from what it is before and what was sent
   */
  private <T> Response change(
      Request request,
      Caller caller,
      Function<Request, T> read,
      BiFunction<Webhook, T, ObjectNode> after) {
    var visit = Visit.of(request, caller);
    var select = Select.of(request);
    var dates = Dates.of(request);
    var id = id(request);
    hooks.get(visit, id);
    var sent = read.apply(request);
    var changed =
        hooks.change(
            visit,
            request,
            id,
            before ->
                HookForm.read(after.apply(before, sent), Details.of(before.registration()).hook()));
    return answer(request, changed, select, dates);
  }

  private Response delete(Request request, Caller caller) {
    var id = id(request);
    if (!hooks.delete(Visit.of(request, caller), request, id)) {
      throw Problem.noWebhook(String.valueOf(id));
    }
    return Answers.nothing();
  }

  private Response test(Request request, Caller caller) {
    var hook = HookForm.draft(Bodies.required(request, Shape.WEBHOOK), null);
    return Answers.of(
        request, "WebhookResult", Ping.json(hooks.test(Visit.of(request, caller), hook)));
  }

  private Response signal(Request request, Caller caller) {
    int key;
    try {
      key = Integer.parseInt(request.variable("key"));
    } catch (NumberFormatException _) {
      throw Problem.stack(
          400, "The request is invalid.", "The primary key must be a number of type Int32.");
    }
    signals.raise(
        Visit.of(request, caller), request.variable("event"), key, Bodies.dictionary(request));
    return Answers.nothing();
  }

  private Response lastError(Request request, Caller caller) {
    return Answers.text(
        request, hooks.lastError(hooks.get(Visit.of(request, caller), id(request))));
  }

  private Response answer(Request request, Webhook webhook, Select select, Dates dates) {
    var whole = hooks.json(webhook, dates);
    whole.set("_Links", links(request, HookJson.id(webhook)));
    return Answers.of(request, WITH_LINKS, select.from(whole));
  }

  private static ObjectNode links(Request request, int id) {
    var collection = request.baseUrl() + Paths.base(request.path()) + "/v1/Webhook";
    return Json.object().put("Self", collection + "/" + id).put("Archive", collection);
  }

  /** What is no number of 32 bits is the id of nothing. */
  private static int id(Request request) {
    var text = request.variable("id");
    if (text.matches("[0-9]{1,10}")) {
      try {
        return Integer.parseInt(text);
      } catch (NumberFormatException _) {
        // beyond 32 bits
      }
    }
    throw Problem.noWebhook(text);
  }
}
