package dev.belfry.engine.delivery;

import dev.belfry.engine.webhook.Webhook;

/**
 * Is told of failed attempts of webhooks whose dialect has a {@link Rules.FailureLimit}, when they
 * are on disk. Runs on the committer's thread, so it must not wait.
 */
@FunctionalInterface
public interface FailureListener {

  /**
   * Attempts failed.
   *
   * @param inRow how many have failed in a row by now
   * @param first whether the first of these is among those just written
   */
  void failed(Webhook webhook, long inRow, boolean first);
}
