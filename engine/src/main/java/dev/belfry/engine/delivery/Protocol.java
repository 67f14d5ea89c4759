package dev.belfry.engine.delivery;

import dev.belfry.engine.webhook.Wanting;

/**
 * What a dialect brings to deliveries: how a request looks, what its outcome means, and how its
 * webhooks tell that they want an event.
 */
public record Protocol(String dialect, Callback callback, Rules rules, Wanting wanting) {

  /** A dialect whose webhooks say by types and subject all that they want. */
  public Protocol(String dialect, Callback callback, Rules rules) {
    this(dialect, callback, rules, Wanting.PLAIN);
  }
}
