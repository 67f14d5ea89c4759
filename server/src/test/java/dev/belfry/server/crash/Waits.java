package dev.belfry.server.crash;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/** How long many answers took, to the millisecond; 30 s stands for all that is longer. */
public final class Waits {

  private final AtomicLongArray byMillisecond = new AtomicLongArray(30_001);

  void add(Duration wait) {
    byMillisecond.incrementAndGet((int) Math.min(wait.toMillis(), byMillisecond.length() - 1));
  }

  public long count() {
    var sum = 0L;
    for (int i = 0; i < byMillisecond.length(); i++) {
      sum += byMillisecond.get(i);
    }
    return sum;
  }

  /** The shortest that so many of a hundred did not exceed; nothing of nothing. */
  public Duration percentile(double percent) {
    var still = (long) Math.ceil(count() * percent / 100);
    for (int i = 0; i < byMillisecond.length() && still > 0; i++) {
      still -= byMillisecond.get(i);
      if (still <= 0) {
        return Duration.ofMillis(i);
      }
    }
    return Duration.ZERO;
  }

  public Duration longest() {
    return percentile(100);
  }
}
