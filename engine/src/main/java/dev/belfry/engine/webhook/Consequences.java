package dev.belfry.engine.webhook;

import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Event;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What an accepted event changes of a dialect's webhooks, besides being owed to them: plain
 * functions. What they say is stored in the same transaction as the event, and found by the events
 * behind it in the same request. Webhooks of such a dialect have no filters: none could be asked
 * while that transaction is under way.
 */
public interface Consequences {

  /** Events change nothing. */
  Consequences NONE =
      new Consequences() {
        @Override
        public boolean has(Attributes event) {
          return false;
        }

        @Override
        public Optional<Kept> kept(Event event) {
          return Optional.empty();
        }

        @Override
        public @Nullable Change of(Event event, Webhook webhook) {
          return null;
        }
      };

  /** Whether such an event may change anything; asked for every event, so it must be quick. */
  boolean has(Attributes event);

  /** What is to be kept of the event, if anything. */
  Optional<Kept> kept(Event event);

  /** What the event does to one of the dialect's webhooks; null for nothing. */
  @Nullable Change of(Event event, Webhook webhook);

  /**
   * A change of what the dialect keeps.
   *
   * @param kind and {@code key} name it
   * @param how from the value there is (null if none) to the one there shall be (null for none)
   */
  record Kept(String kind, String key, UnaryOperator<@Nullable String> how) {}

  /**
   * A change of a webhook.
   *
   * @param told whether its receiver hears of it, in a request about this event that goes out
   *     whatever state the webhook is in then
   */
  record Change(Registration after, boolean told) {}
}
