package dev.belfry.engine.delivery;

import dev.belfry.engine.webhook.Wanting;

/**
 * What a dialect brings to deliveries: how a request looks, what its outcome means, how its
 * webhooks tell that they want an event, and which of them may say something about it.
 */
public record Protocol(
    String dialect, Callback callback, Rules rules, Wanting wanting, Asking asking) {

  /** A dialect whose webhooks are told, never asked. */
  public Protocol(String dialect, Callback callback, Rules rules, Wanting wanting) {
    this(dialect, callback, rules, wanting, Asking.NEVER);
  }

  /** A dialect whose webhooks say by types and subject all that they want. */
  public Protocol(String dialect, Callback callback, Rules rules) {
    this(dialect, callback, rules, Wanting.PLAIN);
  }
}
