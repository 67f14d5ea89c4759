package dev.belfry.engine.delivery;

import dev.belfry.engine.webhook.Consequences;
import dev.belfry.engine.webhook.Wanting;
import dev.belfry.engine.webhook.Witness;

/**
 * What a dialect brings to deliveries: how a request looks, what its outcome means, how its
 * webhooks tell that they want an event, and which of them may say something about it.
 *
 * @param witness goes along when events are accepted
 * @param consequences what events change of the dialect's webhooks
 */
public record Protocol(
    String dialect,
    Callback callback,
    Rules rules,
    Wanting wanting,
    Asking asking,
    Witness witness,
    Consequences consequences) {

  /** A dialect whose webhooks change only when somebody changes them. */
  public Protocol(
      String dialect,
      Callback callback,
      Rules rules,
      Wanting wanting,
      Asking asking,
      Witness witness) {
    this(dialect, callback, rules, wanting, asking, witness, Consequences.NONE);
  }

  /** A dialect that keeps nothing in step with events. */
  public Protocol(String dialect, Callback callback, Rules rules, Wanting wanting, Asking asking) {
    this(dialect, callback, rules, wanting, asking, Witness.NONE);
  }

  /** A dialect whose webhooks are told, never asked. */
  public Protocol(String dialect, Callback callback, Rules rules, Wanting wanting) {
    this(dialect, callback, rules, wanting, Asking.NEVER);
  }

  /** A dialect whose webhooks say by types and subject all that they want. */
  public Protocol(String dialect, Callback callback, Rules rules) {
    this(dialect, callback, rules, Wanting.PLAIN);
  }
}
