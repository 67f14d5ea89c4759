package dev.belfry.dialects.superoffice;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the vendor's clients decide about a webhook (section 4.1).
 *
 * @param secret null or empty for no signature
 * @param type of a plug-in, in lower case
 * @param headers as given, also those that cannot be sent; null if none were
 * @param properties null if none were given
 * @param errorAssociates their ids
 * @param notifyVia {@link Flags#VIA}
 * @param notifyWhen {@link Flags#WHEN}
 */
record Hook(
    String name,
    List<String> events,
    String targetUrl,
    @Nullable String secret,
    State state,
    String type,
    @Nullable Map<String, @Nullable String> headers,
    @Nullable ObjectNode properties,
    List<String> errorEmails,
    List<Integer> errorAssociates,
    @Nullable String description,
    int notifyVia,
    int notifyWhen) {

  Hook {
    events = List.copyOf(events);
    errorEmails = List.copyOf(errorEmails);
    errorAssociates = List.copyOf(errorAssociates);
  }

  /** Shows no secrets. */
  @Override
  public String toString() {
    return "Hook[name=" + name + ", events=" + events + "]";
  }
}
