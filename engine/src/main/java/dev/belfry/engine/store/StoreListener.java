package dev.belfry.engine.store;

import java.time.Duration;

/** Is told what happens in the store; called on its threads, so it must be quick. */
public interface StoreListener {

  /** Does nothing. */
  StoreListener NONE = new StoreListener() {};

  /** A commit was synced. */
  default void committed(Duration took) {}

  /** The store is of no use any more: the process must end. Told once. */
  default void broke(StoreBroken why) {}
}
