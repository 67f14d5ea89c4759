package dev.belfry.dialects.apify;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.record.About;
import dev.belfry.engine.record.Records;
import dev.belfry.engine.record.Shelf;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * Small things that must outlive what they belong to: what dispatches show of a deleted webhook,
 * what an event meant when it came in, and which ad-hoc webhooks have fired.
 */
final class Keepsakes {

  private final Records records;

  Keepsakes(Records records) {
    this.records = records;
  }

  /** Keeps what dispatches show of a webhook that is being deleted, without what may be secret. */
  void keep(Tx tx, Webhook webhook, Stored stored) {
    var url = stored.settings().requestUrl();
    var end = url.indexOf('?');
    var summary = stored.settings().json().deepCopy();
    summary.retain("isAdHoc", "condition", "actionType");
    summary.put(
        "requestUrl", (end < 0 ? url : url.substring(0, end)).replaceFirst("//[^/@]*@", "//"));
    var json = Json.object();
    json.put("id", webhook.registration().vendorId()).set("summary", summary);
    records.put(
        tx,
        shelf(webhook.tenant(), "webhook"),
        webhook.id().toString(),
        text(json),
        About.webhook(webhook.id()));
  }

  /** {@code id} and {@code summary} of a webhook that was deleted. */
  Optional<ObjectNode> deleted(TenantId tenant, WebhookId id) {
    return records.find(shelf(tenant, "webhook"), id.toString()).map(entry -> parse(entry.value()));
  }

  void keepMeaning(Tx tx, TenantId tenant, EventId event, ObjectNode meaning) {
    records.put(tx, shelf(tenant, "event"), event.toString(), text(meaning), About.event(event));
  }

  /** {@code eventData} and {@code resource} of an event that did not say all of it itself. */
  Optional<String> meaning(TenantId tenant, EventId event) {
    return records.find(shelf(tenant, "event"), event.toString()).map(entry -> entry.value());
  }

  /**
   * Keeps with an event what an earlier one said of its run, until the data of one of them are
   * erased; the earlier one stays as long as this one.
   */
  void keepSaid(Tx tx, TenantId tenant, EventId event, Runs.Said said) {
    records.put(
        tx,
        shelf(tenant, "said"),
        event.toString(),
        text(said.members()),
        About.event(said.event(), event));
  }

  /** Members of {@code resource} that an earlier event said and this one did not. */
  Optional<String> said(TenantId tenant, EventId event) {
    return records.find(shelf(tenant, "said"), event.toString()).map(entry -> entry.value());
  }

  /** Whether an ad-hoc webhook has not fired yet; from now on it has. */
  boolean useUp(Tx tx, Webhook webhook) {
    var shelf = shelf(webhook.tenant(), "fired");
    var isFirst = records.find(tx, shelf, webhook.id().toString()) == null;
    if (isFirst) {
      records.put(tx, shelf, webhook.id().toString(), "true", About.webhook(webhook.id()));
    }
    return isFirst;
  }

  private static Shelf shelf(TenantId tenant, String kind) {
    return new Shelf(tenant, Choices.DIALECT, kind);
  }

  private static ObjectNode parse(String text) {
    return (ObjectNode) Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ObjectNode json) {
    return new String(Json.write(json), StandardCharsets.UTF_8);
  }
}
