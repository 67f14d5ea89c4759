package dev.belfry.engine.store;

import org.jspecify.annotations.Nullable;

/**
 * Where everything is kept. One port, so that the embedded store and PostgreSQL can pass the same
 * contract.
 */
public interface Database extends AutoCloseable {

  /**
   * Runs {@code work} in one transaction and returns when it is synced to disk. Called by the
   * {@link Committer}'s thread only. When {@code work} throws, all of it is rolled back and the
   * exception passed on.
   *
   * @throws StoreFull if the disk has no room: rolled back, the store goes on
   * @throws StoreBroken on any other fault of reading, writing or syncing: nothing may be
   *     acknowledged any more, and the sync is never tried again
   */
  <T extends @Nullable Object> T write(Work<T> work);

  /**
   * Runs {@code work} on a consistent view that sees all that {@link #write} has returned for.
   * Meant for short reads (at most about 1 s); runs on one of a few platform threads, since native
   * code pins a virtual thread.
   *
   * @throws StoreBusy if no reader came free within a second
   */
  <T extends @Nullable Object> T read(Work<T> work);

  /**
   * Sees to it that nothing overwritten or removed so far can be read from the store's files.
   *
   * @return false if somebody reading was in the way: to be tried again
   */
  boolean emptyLog();

  /** Whether more is written than can be put in its place: acceptance must slow. */
  boolean logTooLong();

  /**
   * Gives back the disk space held for this, so that what became of deliveries can still be written
   * when the disk is full. Until {@link #restoreReserve} answers true nothing new may be accepted.
   */
  void releaseReserve();

  /** Whether the reserve is held; takes it again when there is room. Cheap while it is held. */
  boolean restoreReserve();

  @Override
  void close();

  /** What is done in one transaction. */
  @FunctionalInterface
  interface Work<T extends @Nullable Object> {
    T in(Tx tx);
  }
}
