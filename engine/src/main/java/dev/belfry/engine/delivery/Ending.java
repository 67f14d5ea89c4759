package dev.belfry.engine.delivery;

import dev.belfry.engine.webhook.Webhook;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the pending deliveries of a webhook that takes no more.
 *
 * @param reason a stable word
 */
record Ending(DeliveryState state, String reason) {

  private static final Ending DELETED = new Ending(DeliveryState.CANCELLED, "webhook_deleted");
  private static final Ending DISABLED = new Ending(DeliveryState.DEAD, "webhook_disabled");

  /**
   * How the deliveries of this webhook end.
   *
   * @param webhook null if it was deleted
   * @return null if its deliveries go on or wait
   */
  static @Nullable Ending of(@Nullable Webhook webhook) {
    if (webhook == null) {
      return DELETED;
    }
    return webhook.state().matches() ? null : DISABLED;
  }
}
