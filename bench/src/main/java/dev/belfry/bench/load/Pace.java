package dev.belfry.bench.load;

import java.time.Duration;

/**
 * When events are to be sent. Each event has an intended time from the start; a generator that is
 * held up (by a slow program, by itself) sends late, but the wait counts: latency is measured from
 * the intended time. So a stall shows in every event it delayed, not in one.
 */
public sealed interface Pace {

  /** No event is due yet. */
  long NOT_YET = Long.MIN_VALUE;

  /** No event will be due any more. */
  long FINISHED = Long.MIN_VALUE + 1;

  /**
   * Takes the next event.
   *
   * @param now by {@link System#nanoTime}
   * @return its intended time, or {@link #NOT_YET}, or {@link #FINISHED}
   */
  long claim(long now);

  /** When the next event is due; of use only after {@link #NOT_YET}. */
  long nextDue();

  /** The next as soon as a connection is free, until a time or a count is reached. */
  static Pace closed(long start, Duration length, long atMost) {
    return new Closed(start + length.toNanos(), atMost);
  }

  /** Evenly, whatever comes back. */
  static Pace open(long start, double perSecond, long count) {
    return new Open(start, 1e9 / perSecond, count);
  }

  /** See {@link #closed}. */
  final class Closed implements Pace {
    private final long end;
    private long left;

    private Closed(long end, long atMost) {
      this.end = end;
      this.left = atMost;
    }

    @Override
    public long claim(long now) {
      if (left == 0 || now - end >= 0) {
        return FINISHED;
      }
      left--;
      return now;
    }

    @Override
    public long nextDue() {
      return end;
    }
  }

  /** See {@link #open}. */
  final class Open implements Pace {
    private final long start;
    private final double step;
    private final long count;
    private long sent;

    private Open(long start, double step, long count) {
      this.start = start;
      this.step = step;
      this.count = count;
    }

    @Override
    public long claim(long now) {
      if (sent == count) {
        return FINISHED;
      }
      long due = nextDue();
      if (now - due < 0) {
        return NOT_YET;
      }
      sent++;
      return due;
    }

    @Override
    public long nextDue() {
      return start + (long) (sent * step);
    }
  }
}
