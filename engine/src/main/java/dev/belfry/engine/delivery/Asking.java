package dev.belfry.engine.delivery;

import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Webhook;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a dialect lets receivers say something about an event before it takes effect: plain functions
 * of what was answered.
 */
public interface Asking {

  /** Nobody is asked. */
  Asking NEVER =
      new Asking() {
        @Override
        public boolean asks(Webhook webhook, Event event) {
          return false;
        }

        @Override
        public Verdict judge(Webhook webhook, Attempt attempt) {
          return Verdict.ALLOWED;
        }

        @Override
        public byte[] noted(byte[] data, List<Said> said) {
          return data;
        }
      };

  /** Whether this webhook, which wants the event, is to be asked about it. */
  boolean asks(Webhook webhook, Event event);

  /** What the answer means, or that there was none. */
  Verdict judge(Webhook webhook, Attempt attempt);

  /**
   * The event's data with what the receivers had to add to it.
   *
   * @param said in the order of the webhooks' ids; none of them refused
   */
  byte[] noted(byte[] data, List<Said> said);

  /**
   * What one receiver says of an event.
   *
   * @param allowed whether the event may take effect
   * @param remark what it adds, as JSON; null if nothing
   */
  record Verdict(boolean allowed, @Nullable String remark) {

    public static final Verdict ALLOWED = new Verdict(true, null);
    public static final Verdict REFUSED = new Verdict(false, null);
  }

  /** Who said what. */
  record Said(Webhook webhook, DeliveryId delivery, Attempt attempt, Verdict verdict) {}
}
