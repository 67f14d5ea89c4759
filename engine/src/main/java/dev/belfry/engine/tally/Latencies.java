package dev.belfry.engine.tally;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How long things took, in classes that grow by an eighth of a doubling: a quantile is right to
 * about 5 %.
 */
public final class Latencies {

  private static final int A_DOUBLING = 8;

  /** Up to 2^32 ms, seven weeks. */
  private static final int CLASSES = 32 * A_DOUBLING + 1;

  private static final int BYTES_EACH = Short.BYTES + Integer.BYTES;

  private int @Nullable [] counts;

  public void add(Duration latency) {
    own()[classOf(Math.max(0, latency.toNanos() / 1e6))]++;
  }

  void add(Latencies other) {
    var others = other.counts;
    if (others != null) {
      var mine = own();
      for (int i = 0; i < CLASSES; i++) {
        mine[i] += others[i];
      }
    }
  }

  /**
   * The time within which a share of all was done, in milliseconds; null if there is none.
   *
   * @param share such as 0.95
   */
  public @Nullable Double quantile(double share) {
    var all = counts;
    if (all == null) {
      return null;
    }
    var sum = Arrays.stream(all).asLongStream().sum();
    var wanted = Math.max(1, (long) Math.ceil(sum * share));
    var seen = 0L;
    for (int i = 0; i < CLASSES; i++) {
      seen += all[i];
      if (seen >= wanted) {
        return middleOf(i);
      }
    }
    return null;
  }

  byte @Nullable [] bytes() {
    var all = counts;
    if (all == null) {
      return null;
    }
    var filled = (int) Arrays.stream(all).filter(count -> count != 0).count();
    var bytes = ByteBuffer.allocate(filled * BYTES_EACH);
    for (int i = 0; i < CLASSES; i++) {
      if (all[i] != 0) {
        bytes.putShort((short) i).putInt(all[i]);
      }
    }
    return bytes.array();
  }

  void addBytes(byte @Nullable [] stored) {
    if (stored == null) {
      return;
    }
    var mine = own();
    var bytes = ByteBuffer.wrap(stored);
    while (bytes.remaining() >= BYTES_EACH) {
      var at = bytes.getShort();
      var count = bytes.getInt();
      if (at >= 0 && at < CLASSES) {
        mine[at] += count;
      }
    }
  }

  private int[] own() {
    var mine = counts;
    if (mine == null) {
      mine = new int[CLASSES];
      counts = mine;
    }
    return mine;
  }

  private static int classOf(double millis) {
    var at = Math.log(millis + 1) / Math.log(2) * A_DOUBLING;
    return (int) Math.min(CLASSES - 1, at);
  }

  private static double middleOf(int at) {
    return Math.pow(2, (at + 0.5) / A_DOUBLING) - 1;
  }
}
