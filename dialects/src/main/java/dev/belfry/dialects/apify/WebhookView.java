package dev.belfry.dialects.apify;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.Engine;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Webhooks as Apify shows them (§3); what has no value is left out. */
final class WebhookView {

  /** In which of the latest dispatches the latest attempt is looked for. */
  private static final int LATEST = 50;

  private static final List<String> FIRST =
      List.of(
          "isAdHoc",
          "eventTypes",
          "condition",
          "ignoreSslErrors",
          "doNotRetry",
          "requestUrl",
          "payloadTemplate",
          "headersTemplate");
  private static final List<String> LAST =
      List.of(
          "actionType", "shouldInterpolateStrings", "title", "description", "isApifyIntegration");
  private static final List<String> ONLY_WHOLE =
      List.of("payloadTemplate", "headersTemplate", "description");

  private final Memory memory;

  WebhookView(Memory memory) {
    this.memory = memory;
  }

  /** All of it. */
  ObjectNode whole(Webhook webhook) {
    return view(webhook);
  }

  /** As in the list of all webhooks. */
  ObjectNode brief(Webhook webhook) {
    return view(webhook).remove(ONLY_WHOLE);
  }

  private ObjectNode view(Webhook webhook) {
    var settings = memory.stored(webhook).settings().json();
    var counts = memory.engine().deliveries().countsOf(webhook.id());
    var view = Json.object();
    view.put("id", webhook.registration().vendorId())
        .put("createdAt", Answers.time(webhook.createdAt()))
        .put("modifiedAt", Answers.time(webhook.updatedAt()))
        .put("userId", VendorIds.ofUser(webhook.tenant()))
        .put("isEnabled", webhook.state().matches());
    copy(settings, FIRST, view);
    last(webhook, counts.lastSuccessAt(), counts.lastFailureAt())
        .ifPresent(last -> view.set("lastDispatch", last));
    view.putObject("stats").put("totalDispatches", counts.owed());
    copy(settings, LAST, view);
    return view;
  }

  private static void copy(ObjectNode from, List<String> names, ObjectNode to) {
    for (var name : names) {
      var value = from.get(name);
      if (value != null) {
        to.set(name, value);
      }
    }
  }

  /** §3.1: of the dispatch that was attempted last. */
  private Optional<ObjectNode> last(
      Webhook webhook, @Nullable Instant success, @Nullable Instant failure) {
    if (failure == null || (success != null && !success.isBefore(failure))) {
      return Optional.ofNullable(success).map(at -> lastDispatch("SUCCEEDED", at));
    }
    var gaveUp =
        lastAttempted(memory.engine(), webhook)
            .filter(delivery -> delivery.state() != DeliveryState.PENDING);
    return Optional.of(
        gaveUp.isPresent() ? lastDispatch("FAILED", failure) : lastDispatch("ACTIVE", null));
  }

  private static ObjectNode lastDispatch(String status, @Nullable Instant finishedAt) {
    var last = Json.object();
    return last.put("status", status)
        .put("finishedAt", finishedAt == null ? null : Answers.time(finishedAt))
        .putNull("removedAt");
  }

  private static Optional<Delivery> lastAttempted(Engine engine, Webhook webhook) {
    var query =
        new DeliveryQuery(webhook.tenant(), webhook.id(), null, null, null, null, null, LATEST);
    Delivery last = null;
    Instant lastAt = Instant.MIN;
    for (var delivery : engine.deliveries().list(query).deliveries()) {
      if (delivery.attemptCount() > 0 && delivery.state() != DeliveryState.DELIVERED) {
        var at = engine.deliveries().attempts(delivery.id()).getLast().at();
        if (at.isAfter(lastAt)) {
          last = delivery;
          lastAt = at;
        }
      }
    }
    return Optional.ofNullable(last);
  }
}
