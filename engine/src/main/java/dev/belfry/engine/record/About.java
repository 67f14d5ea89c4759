package dev.belfry.engine.record;

import dev.belfry.engine.event.EventId;
import dev.belfry.engine.webhook.WebhookId;
import org.jspecify.annotations.Nullable;

/**
 * What a record goes with.
 *
 * @param event whose contents it may carry: gone when those are erased or the event is removed
 * @param webhook gone when retention removes what is left of it
 * @param isPassing gone when it has not changed for as long as events are kept
 * @param neededBy a later event that shows it: {@code event} is kept as long as this one; gone when
 *     this one's contents are erased or it is removed
 */
public record About(
    @Nullable EventId event,
    @Nullable WebhookId webhook,
    boolean isPassing,
    @Nullable EventId neededBy) {

  /** Stays until somebody removes it, or the tenant is deleted. */
  public static final About NOTHING = new About(null, null, false, null);

  public static final About PASSING = new About(null, null, true, null);

  public static About event(EventId event) {
    return new About(event, null, false, null);
  }

  /** What an event said that a later one shows. */
  public static About event(EventId event, EventId neededBy) {
    return new About(event, null, false, neededBy);
  }

  public static About webhook(WebhookId webhook) {
    return new About(null, webhook, false, null);
  }

  /** A passing thing that shows, for now, what this event said of it. */
  public static About passing(EventId event) {
    return new About(event, null, true, null);
  }
}
