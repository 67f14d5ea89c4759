package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.delivery.Attempt;
import dev.belfry.engine.delivery.WebhookCounts;
import dev.belfry.engine.webhook.Webhook;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks as the vendor's clients see them: every member, in the order of section 4.1. */
final class HookJson {

  private static final int LARGEST = Integer.MAX_VALUE;

  private HookJson() {}

  /** R1, A1 (section 4.3). */
  static ObjectNode template() {
    var json = Json.object().put("WebhookId", 0).putNull("Name");
    json.putArray("Events").add("contact.created").add("contact.deleted");
    json.putNull("TargetUrl").putNull("Secret");
    json.put("State", State.ACTIVE.text()).put("Type", "webhook");
    json.putNull("Headers").putNull("Properties");
    json.put("Registered", Dates.UNSET).putNull("RegisteredAssociate");
    json.put("Updated", Dates.UNSET).putNull("UpdatedAssociate");
    json.putNull("ErrorsEmail").putArray("ErrorEmails");
    json.putArray("ErrorAssociates");
    json.putNull("Description").put("NotifyVia", "None").put("NotifyWhen", "None");
    return json.put("TotalCalls", 0)
        .put("TotalErrors", 0)
        .put("ConsecutiveErrors", 0)
        .putNull("LastError");
  }

  /**
   * One that is stored.
   *
   * @param lastFailure null if there was none
   */
  static ObjectNode of(
      Webhook webhook, WebhookCounts counts, @Nullable Attempt lastFailure, Dates dates) {
    var details = Details.of(webhook.registration());
    var json = Json.object().put("WebhookId", id(webhook));
    settings(json, details.hook());
    json.put("Registered", dates.text(webhook.createdAt()));
    json.set("RegisteredAssociate", Associates.of(details.registeredBy()));
    var updated = webhook.version() > 1;
    json.put("Updated", updated ? dates.text(webhook.updatedAt()) : Dates.UNSET);
    json.set("UpdatedAssociate", Associates.of(details.updatedBy()));
    notified(json, details.hook());
    json.put("TotalCalls", (int) Math.min(counts.attempts(), LARGEST));
    json.put("TotalErrors", (int) Math.min(counts.failures(), LARGEST));
    json.put("ConsecutiveErrors", (int) Math.min(counts.failuresInRow(), LARGEST));
    json.put("LastError", lastFailure == null ? null : AnswerText.of(lastFailure));
    return json;
  }

  /** The vendor's own id; unique among the webhooks of a tenant. */
  static int id(Webhook webhook) {
    var id = webhook.registration().vendorId();
    if (id == null) {
      throw new IllegalStateException(webhook.id() + " has no id in its vendor's form");
    }
    return Integer.parseInt(id);
  }

  private static void settings(ObjectNode json, Hook hook) {
    json.put("Name", hook.name());
    var events = json.putArray("Events");
    hook.events().forEach(events::add);
    json.put("TargetUrl", hook.targetUrl());
    json.put("Secret", hook.secret());
    json.put("State", hook.state().text());
    json.put("Type", hook.type());
    var headers = hook.headers();
    if (headers == null) {
      json.putNull("Headers");
    } else {
      var object = json.putObject("Headers");
      headers.forEach(object::put);
    }
    json.set("Properties", hook.properties());
  }

  private static void notified(ObjectNode json, Hook hook) {
    var emails = hook.errorEmails();
    json.put("ErrorsEmail", emails.isEmpty() ? null : emails.getFirst());
    var list = json.putArray("ErrorEmails");
    emails.forEach(list::add);
    var associates = json.putArray("ErrorAssociates");
    hook.errorAssociates().forEach(id -> associates.add(Associates.item(id)));
    json.put("Description", hook.description());
    json.put("NotifyVia", Flags.VIA.text(hook.notifyVia()));
    json.put("NotifyWhen", Flags.WHEN.text(hook.notifyWhen()));
  }
}
