package dev.belfry.dialects.belfry;

import dev.belfry.engine.Engine;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import java.time.Instant;

/** Where a delivery is and what happens next, in whole sentences. */
final class Outlook {

  private final Engine engine;

  Outlook(Engine engine) {
    this.engine = engine;
  }

  /** What is true of one that this webhook is or was owed. */
  String text(Delivery delivery, Event event, Webhook webhook, Instant now) {
    return switch (delivery.state()) {
      case PENDING ->
          "Owed to this webhook, %s so far. %s"
              .formatted(attempts(delivery), waiting(delivery, webhook, now));
      case DELIVERED -> "Delivered to this webhook, after " + attempts(delivery) + ".";
      case DEAD ->
          "Owed to this webhook and given up after %s: %s. %s"
              .formatted(attempts(delivery), delivery.reason(), again(event, webhook));
      case CANCELLED ->
          "Owed to this webhook and cancelled: %s. %s"
              .formatted(delivery.reason(), again(event, webhook));
    };
  }

  private String waiting(Delivery delivery, Webhook webhook, Instant now) {
    if (engine.tenants().isSuspended(delivery.tenant())) {
      return "It waits while the tenant is suspended, and goes out when the operator lifts that.";
    }
    if (webhook.state() == WebhookState.PAUSED) {
      return "It waits while the webhook is paused, and goes out when it is resumed.";
    }
    var next = delivery.nextAttemptAt();
    if (next == null) {
      return engine
          .deliveries()
          .waitsFor(delivery)
          .map(first -> "It waits for an earlier one of its subject: " + first + " comes first.")
          .orElse("It waited for an earlier one of its subject, and is the next.");
    }
    return next.isAfter(now)
        ? "The next attempt is due at " + Times.text(next) + "."
        : "It is due: an attempt is under way, or is made as soon as the webhook's limits allow ("
            + limits(webhook)
            + ").";
  }

  private static String limits(Webhook webhook) {
    var pace = webhook.registration().pace();
    var atOnce = "maxInFlight " + pace.maxInFlight();
    return pace.ratePerSecond() == null
        ? atOnce
        : atOnce + ", ratePerSecond " + pace.ratePerSecond();
  }

  private static String again(Event event, Webhook webhook) {
    if (event.data().kind() == Data.Kind.ERASED) {
      return "The event's data was erased, so it cannot be sent again.";
    }
    return webhook.state().matches()
        ? "It can be retried."
        : "It can be retried once the webhook is active again; it is " + webhook.state() + " now.";
  }

  private static String attempts(Delivery delivery) {
    var count = delivery.attemptCount();
    return count == 0 ? "no attempt" : count == 1 ? "1 attempt" : count + " attempts";
  }
}
