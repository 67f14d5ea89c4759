package dev.belfry.dialects.cometchat;

import java.util.List;

/**
 * Something that webhooks can subscribe to (section 9).
 *
 * @param id as subscribed to
 * @param description free text, for people
 * @param types of the events that fire it
 */
record Trigger(String id, String description, List<String> types) {

  /** Fired by events of its own name. */
  Trigger(String id, String when) {
    this(id, "The hook triggers " + when + ".", List.of(id));
  }
}
