package dev.belfry.engine.store;

import java.util.OptionalLong;

/** Rows of a feature that carry sealed values: a change of the master key has to find them. */
@FunctionalInterface
public interface SealedRows {

  /**
   * Seals the next rows anew.
   *
   * @param after where the step before ended; 0 at the beginning
   * @param limit how many rows at most
   * @return where this step ends; empty if there is no row any more
   */
  OptionalLong sealAgain(Tx tx, long after, int limit, Sealer sealer);

  /** Turns a value sealed with the old key into one sealed with the new. */
  @FunctionalInterface
  interface Sealer {
    /**
     * The same value, sealed anew; as it is if that was done before.
     *
     * @param associated what the value belongs to
     */
    byte[] again(byte[] sealed, String associated);
  }
}
