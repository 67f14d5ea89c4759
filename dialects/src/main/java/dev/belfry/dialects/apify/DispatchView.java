package dev.belfry.dialects.apify;

import dev.belfry.dialects.apify.template.JsonText;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.delivery.Attempt;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Webhook;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Deliveries as Apify shows them: dispatches (§7). */
final class DispatchView {

  private final Memory memory;

  DispatchView(Memory memory) {
    this.memory = memory;
  }

  ObjectNode of(Delivery delivery) {
    var event = memory.engine().events().find(delivery.tenant(), delivery.event()).orElse(null);
    var webhook = memory.engine().webhooks().find(delivery.tenant(), delivery.webhook());
    var deleted =
        webhook.isPresent()
            ? null
            : memory
                .keepsakes()
                .deleted(delivery.tenant(), delivery.webhook())
                .orElseGet(Json::object);
    var view = Json.object();
    view.put("id", VendorIds.ofDispatch(delivery.id()))
        .put("userId", VendorIds.ofUser(delivery.tenant()))
        .put(
            "webhookId",
            deleted == null
                ? webhook.orElseThrow().registration().vendorId()
                : deleted.path("id").asString(""))
        .put("createdAt", Answers.time(event == null ? delivery.createdAt() : event.acceptedAt()))
        .put("status", status(delivery.state()))
        .put("eventType", delivery.type());
    view.set("eventData", eventData(event));
    view.set("calls", calls(delivery, event, webhook.orElse(null)));
    view.set(
        "webhook",
        deleted == null ? summary(webhook.orElseThrow(), delivery) : deleted.path("summary"));
    return view;
  }

  private static String status(DeliveryState state) {
    return switch (state) {
      case PENDING -> "ACTIVE";
      case DELIVERED -> "SUCCEEDED";
      case DEAD, CANCELLED -> "FAILED";
    };
  }

  private JsonNode eventData(@Nullable Event event) {
    if (event == null) {
      return Json.object().nullNode();
    }
    var text = JsonText.write(Meaning.of(event, memory).eventData());
    return Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private ObjectNode summary(Webhook webhook, Delivery delivery) {
    var settings = memory.stored(webhook).at(delivery.createdAt()).json();
    var summary = Json.object();
    for (var name : List.of("actionType", "condition", "requestUrl", "isAdHoc")) {
      summary.set(name, settings.path(name));
    }
    return summary;
  }

  private ArrayNode calls(Delivery delivery, @Nullable Event event, @Nullable Webhook webhook) {
    var calls = Json.object().arrayNode();
    var attempts = memory.engine().deliveries().attempts(delivery.id());
    // Those recorded since the delivery was read are left out: its status does not know them yet.
    for (var attempt : attempts.subList(0, Math.min(attempts.size(), delivery.attemptCount()))) {
      var call = calls.addObject();
      call.put("startedAt", Answers.time(attempt.at()))
          .put("finishedAt", Answers.time(attempt.at().plus(attempt.duration())))
          .put("errorMessage", message(attempt, event, webhook));
      if (attempt.status() == null) {
        call.putNull("responseStatus");
      } else {
        call.put("responseStatus", attempt.status());
      }
      call.put("responseBody", body(attempt.body()));
    }
    addEnd(delivery, calls);
    return calls;
  }

  /** What ended it without an attempt is shown as one (§12.6). */
  private static void addEnd(Delivery delivery, ArrayNode calls) {
    var text =
        switch (String.valueOf(delivery.reason())) {
          case "webhook_deleted" -> "Webhook was removed.";
          case "webhook_disabled" -> "Webhook was disabled.";
          case "cancelled" -> "Dispatch was cancelled.";
          default -> null;
        };
    if (text != null && delivery.settledAt() != null) {
      var at = Answers.time(delivery.settledAt());
      calls
          .addObject()
          .put("startedAt", at)
          .put("finishedAt", at)
          .put("errorMessage", text)
          .putNull("responseStatus")
          .putNull("responseBody");
    }
  }

  /** §12.5. */
  private @Nullable String message(
      Attempt attempt, @Nullable Event event, @Nullable Webhook webhook) {
    var reason =
        switch (String.valueOf(attempt.error())) {
          case "null", "truncated" -> null;
          case "status" -> "Endpoint responded with HTTP status code " + attempt.status();
          case "template" -> templateMessage(event, webhook);
          case "timeout" -> failed("timeout of 120000ms exceeded");
          case "dns" -> failed("getaddrinfo ENOTFOUND");
          case "connect" -> failed("connect ECONNREFUSED");
          case "tls" -> failed("unable to verify the certificate");
          case "reset" -> failed("socket hang up");
          case "blocked" -> failed("the target is not allowed by the server's policy");
          case "bad_response" -> failed("Parse Error");
          default -> failed(attempt.error());
        };
    return reason;
  }

  private static String failed(@Nullable String reason) {
    return "Failed to handle dispatch: " + reason;
  }

  /** The stored word says only that it was the template: asking again tells why. */
  private String templateMessage(@Nullable Event event, @Nullable Webhook webhook) {
    if (event != null && webhook != null) {
      try {
        var settings = memory.stored(webhook).at(event.acceptedAt());
        Rendering.of(settings, event, Meaning.of(event, memory));
      } catch (Rendering.Impossible e) {
        return e.text();
      }
    }
    return failed("the template could not be filled in");
  }

  /** Cut by bytes, then decoded. */
  private static @Nullable String body(byte[] body) {
    return body.length == 0
        ? null
        : new String(
            body.length > Choices.LONGEST_RESPONSE
                ? Arrays.copyOf(body, Choices.LONGEST_RESPONSE)
                : body,
            StandardCharsets.UTF_8);
  }
}
