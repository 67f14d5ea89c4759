package dev.belfry.engine.webhook;

import dev.belfry.engine.event.Event;
import dev.belfry.engine.store.Tx;
import java.util.List;

/**
 * Goes along when events are accepted, for a dialect that keeps things of its own in step with
 * them. Called on the one thread that writes, in the order of acceptance.
 */
public interface Witness {

  /** Sees nothing. */
  Witness NONE =
      new Witness() {
        @Override
        public boolean sees(String type) {
          return false;
        }

        @Override
        public List<Webhook> accepting(Tx tx, Event event, List<Webhook> owed) {
          return owed;
        }

        @Override
        public void accepted(Event event) {}
      };

  /** Whether events of this type are of interest; asked for every event, so it must be quick. */
  boolean sees(String type);

  /**
   * In the transaction that stores the event; may be called again for the same event if that is
   * rolled back, so it changes nothing but what it writes with {@code tx}.
   *
   * @param owed the webhooks of all dialects that match
   * @return those of them that shall get it
   */
  List<Webhook> accepting(Tx tx, Event event, List<Webhook> owed);

  /** The event is on disk; must neither wait nor throw. */
  void accepted(Event event);
}
