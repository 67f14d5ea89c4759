package dev.belfry.engine.webhook;

import dev.belfry.engine.event.NewEvent;
import java.util.List;

/**
 * How the webhooks of a dialect tell that they want an event, where types and one subject do not
 * say it all. Called for every event of a tenant that has webhooks of this dialect, so it must be
 * quick and must not wait; it is asked about an event once, when that is accepted.
 */
public interface Wanting {

  /** Types and subject say it all. */
  Wanting PLAIN =
      new Wanting() {
        @Override
        public List<String> subjects(NewEvent event) {
          return List.of();
        }

        @Override
        public boolean wants(Webhook webhook, NewEvent event) {
          return true;
        }
      };

  /**
   * What else the event is about, besides its own subject: webhooks whose scope is one of these are
   * found by index.
   */
  List<String> subjects(NewEvent event);

  /** Whether a webhook of this dialect, found by type and subject, really wants the event. */
  boolean wants(Webhook webhook, NewEvent event);

  /**
   * Of all that want an event those that get it; as it stands, all.
   *
   * @param found of every dialect, in the order of their ids
   */
  default List<Webhook> chosen(List<Webhook> found) {
    return found;
  }
}
