package dev.belfry.engine.delivery;

import dev.belfry.engine.event.Event;
import java.util.List;

/**
 * What all receivers that were asked said of an event.
 *
 * @param event as it was put to them
 * @param allowed false if any of them refused
 * @param data the event's, with what they added; unchanged if the event is refused
 * @param said in the order of the webhooks' ids; empty if there was nobody to ask
 */
public record Verdicts(Event event, boolean allowed, byte[] data, List<Asking.Said> said) {
  public Verdicts {
    said = List.copyOf(said);
  }
}
