package dev.belfry.bench.load;

import java.util.BitSet;

/**
 * What an inbox got.
 *
 * @param numbers of the events, by their marks
 * @param latencies from intended sending to receipt, since the last restart
 * @param duplicates receipts of an event that had been received
 * @param unmarked requests without a mark
 * @param badSignatures of those sampled
 */
public record Receipts(
    BitSet numbers, Latencies latencies, long duplicates, long unmarked, long badSignatures) {

  /** How many of the accepted events were not received. */
  public long missing(BitSet accepted) {
    var rest = (BitSet) accepted.clone();
    rest.andNot(numbers);
    return rest.cardinality();
  }
}
