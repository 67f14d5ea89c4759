package dev.belfry.dialects.cometchat;

import static dev.belfry.dialects.Access.MANAGE;
import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.DELETE;
import static dev.belfry.dialects.Method.GET;
import static dev.belfry.dialects.Method.POST;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.webhook.Webhook;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** C6 to C8: what a webhook subscribes to (sections 4.6 to 4.8). */
final class TriggerRoutes {

  private final Apps apps;

  TriggerRoutes(Engine engine) {
    this.apps = new Apps(engine);
  }

  List<Route> routes() {
    return List.of(
        new Route(POST, CometChatDialect.TRIGGERS, MANAGE, this::add),
        new Route(GET, CometChatDialect.TRIGGERS, READ, this::list),
        new Route(DELETE, CometChatDialect.TRIGGERS, MANAGE, this::remove));
  }

  /** Ids that the system does not have are told apart, the others attached. */
  private Response add(Request request, Caller caller) {
    var era = Era.of(request);
    var webhook = apps.webhook(request, caller, era);
    var asked = triggerIds(request);
    var known = asked.stream().filter(id -> Triggers.find(era, id).isPresent()).toList();
    change(
        request,
        caller,
        webhook,
        era,
        held -> {
          var all = new ArrayList<>(held);
          known.stream().filter(id -> !all.contains(id)).forEach(all::add);
          return all;
        });
    var results = Json.object();
    for (var id : asked) {
      results.set(
          id,
          known.contains(id)
              ? Answers.success(true, "Triggers has been added successfully.")
              : Answers.success(false, "The trigger with id " + id + " does not exist."));
    }
    return Answers.of(results);
  }

  private Response list(Request request, Caller caller) {
    var era = Era.of(request);
    var triggers =
        Details.of(apps.webhook(request, caller, era)).triggers().stream()
            .flatMap(id -> Triggers.find(era, id).stream())
            .map(trigger ->
                Json.object().put("id", trigger.id()).put("description", trigger.description()))
            .toList();
    return Answers.page(triggers, ListQuery.USUAL_PAGE, 1);
  }

  private Response remove(Request request, Caller caller) {
    var era = Era.of(request);
    var webhook = apps.webhook(request, caller, era);
    var asked = triggerIds(request);
    change(
        request,
        caller,
        webhook,
        era,
        held -> held.stream().filter(id -> !asked.contains(id)).toList());
    return Answers.done("Removed trigger successfully.");
  }

  /** Writes nothing if nothing changes. */
  private void change(
      Request request, Caller caller, Webhook webhook, Era era, UnaryOperator<List<String>> how) {
    var held = Details.of(webhook).triggers();
    if (how.apply(held).equals(held)) {
      return;
    }
    apps.change(
        request,
        caller,
        webhook,
        old -> WebhookForm.subscribed(old, era, how.apply(Details.of(old).triggers())));
  }

  private static List<String> triggerIds(Request request) {
    var members = new Members(request);
    var given = members.get("triggerIds");
    if (given == null
        || !given.isArray()
        || given.isEmpty()
        || !given.valueStream().allMatch(JsonNode::isString)) {
      members.fault("triggerIds", "must be an array of one or more trigger ids");
      members.throwIfFaulty();
      return List.of();
    }
    return given.valueStream().map(JsonNode::stringValue).distinct().toList();
  }
}
