package dev.belfry.engine.delivery;

import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Webhook;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
   * @param delivery its id; of a gathered one the batch's
   * @param event the first, where there are several
   * @param number of the attempt, from 1
   * @param batch null where one event goes out by itself
   */
  record Occasion(
      Webhook webhook,
      DeliveryId delivery,
      Event event,
      int number,
      Instant at,
      @Nullable Batch batch) {

    /** A single event. */
    public Occasion(Webhook webhook, DeliveryId delivery, Event event, int number, Instant at) {
      this(webhook, delivery, event, number, at, null);
    }

    /** All that is to be told, in the order of acceptance. */
    public List<Event> events() {
      return batch == null ? List.of(event) : batch.events;
    }
  }

  /**
   * Several events that go out as one request.
   *
   * @param number counts the webhook's batches from 1
   * @param gatheredAt when it was settled which events these are
   * @param events not empty; the same at every attempt, but for those called off meanwhile
   */
  record Batch(long number, Instant gatheredAt, List<Event> events) {
    public Batch {
      events = List.copyOf(events);
    }
  }

  /** A request, or why there can be none. */
  sealed interface Prepared {
    /** Ready to be sent. */
    record Ready(OutgoingRequest request) implements Prepared {}

    /**
     * The target must show first that it still wants the requests.
     *
     * @param fault why an answer to the challenge does not do, for a person; empty if it does
     * @param reason why the webhook is disabled if it does not, a stable word
     */
    record AfterChallenge(
        OutgoingRequest challenge,
        Function<Answer, Optional<String>> fault,
        String reason,
        OutgoingRequest request)
        implements Prepared {}

    /**
     * No request can be made of this event for this webhook; counts as a failed attempt.
     *
     * @param error the stable word for it, such as {@code template}
     * @param detail one sentence for a person
     */
    record Unsendable(String error, String detail) implements Prepared {}
  }
}
