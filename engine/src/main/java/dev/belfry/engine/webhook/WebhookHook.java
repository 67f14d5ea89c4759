package dev.belfry.engine.webhook;

import dev.belfry.engine.store.Tx;
import org.jspecify.annotations.Nullable;

/** Goes along with every change of a webhook; deliveries keep in step this way. */
public interface WebhookHook {

  /**
   * In the transaction of the change.
   *
   * @param before null if it is new
   * @param after null if it is deleted
   */
  void changing(Tx tx, @Nullable Webhook before, @Nullable Webhook after);

  /**
   * In the same transaction, after {@link #changing}: it is Belfry that disables it, not its owner.
   */
  default void disabling(Tx tx, Webhook after) {}

  /** The change is on disk; runs on the committer's thread, before its caller is answered. */
  void changed(@Nullable Webhook before, @Nullable Webhook after);
}
