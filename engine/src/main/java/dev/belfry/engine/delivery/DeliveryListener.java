package dev.belfry.engine.delivery;

import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Webhook;
import java.time.Duration;

/** Is told what happens, for logs and metrics; called on the way of events, so it must be quick. */
public interface DeliveryListener {

  DeliveryListener NONE =
      new DeliveryListener() {
        @Override
        public void accepted(int events) {}

        @Override
        public void attempted(Told told) {}

        @Override
        public void settled(DeliveryState state, int count, Duration sinceAccepted) {}
      };

  /** Events were accepted and are on disk. */
  void accepted(int events);

  /** An attempt was made; it is on its way to the store. */
  void attempted(Told told);

  /**
   * Deliveries were settled, on disk.
   *
   * @param sinceAccepted how long it took, for a single delivery; zero for several at once
   */
  void settled(DeliveryState state, int count, Duration sinceAccepted);

  /** An attempt, why there is its delivery, and what follows from it. */
  record Told(
      Webhook webhook,
      Event event,
      DeliveryId delivery,
      Origin origin,
      Attempt attempt,
      NextStep next) {}
}
