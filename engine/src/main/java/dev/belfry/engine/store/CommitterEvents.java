package dev.belfry.engine.store;

import java.time.Duration;

/** What the committer tells of itself; called on its thread. */
public interface CommitterEvents {

  /** One transaction was written and synced. */
  void synced(Duration took);

  /** The store failed: nothing may be acknowledged any more. */
  void broken(StoreBroken why);

  /** Something other than the store made a transaction fail: a fault of the program. */
  void refused(RuntimeException why);
}
