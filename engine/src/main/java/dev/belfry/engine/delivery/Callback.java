package dev.belfry.engine.delivery;

import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a dialect's request looks: a plain function of what is to be told. */
public interface Callback {

  /** The request of one attempt, signed. */
  Prepared prepare(Occasion occasion);

  /** What its vendor calls a delivery; null if that is not something else than its id. */
  default @Nullable String vendorId(DeliveryId delivery) {
    return null;
  }

  /**
   * What is to be told to whom, and when.
   *
   * @param number of the attempt, from 1
   */
  record Occasion(Webhook webhook, DeliveryId delivery, Event event, int number, Instant at) {}

  /** A request, or why there can be none. */
  sealed interface Prepared {
    /** Ready to be sent. */
    record Ready(OutgoingRequest request) implements Prepared {}

    /**
     * No request can be made of this event for this webhook; counts as a failed attempt.
     *
     * @param error the stable word for it, such as {@code template}
     * @param detail one sentence for a person
     */
    record Unsendable(String error, String detail) implements Prepared {}
  }
}
