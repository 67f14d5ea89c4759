package dev.belfry.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Times from intended sending to something else, in nanoseconds, three digits exact, ≤ 1 h. */
public final class Latencies {

  private static final long LONGEST = TimeUnit.HOURS.toNanos(1);

  private final Histogram histogram = new Histogram(1000, LONGEST, 3);

  public void record(long intended, long now) {
    histogram.recordValue(Math.clamp(now - intended, 1, LONGEST));
  }

  public void add(Latencies more) {
    histogram.add(more.histogram);
  }

  /** The time within which {@code percent} of all lay, in milliseconds. */
  public double millis(double percent) {
    return histogram.getValueAtPercentile(percent) / 1e6;
  }

  public double maxMillis() {
    return histogram.getMaxValue() / 1e6;
  }

  public long count() {
    return histogram.getTotalCount();
  }
}
