package dev.belfry.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long START = 5_000_000_000L;
  private static final long MILLI = 1_000_000;

  @Test
  void when_everything_stands_still_for_a_second_then_the_events_it_held_up_tell_so() {
    var pace = Pace.open(START, 1000, 10_000);
    var latencies = new Latencies();
    long stallFrom = START + 4_000 * MILLI;
    long stallTo = stallFrom + 1_000 * MILLI;

    for (long now = START; latencies.count() < 10_000; now += MILLI) {
      if (now == stallFrom) {
        now = stallTo;
      }
      for (long due = pace.claim(now); due > Pace.FINISHED; due = pace.claim(now)) {
        latencies.record(due, now);
      }
    }

    assertThat(latencies.maxMillis()).isCloseTo(1000, within(1.0));
    assertThat(latencies.millis(95)).isCloseTo(500, within(5.0));
    assertThat(latencies.millis(89)).isLessThan(1);
  }

  @Test
  void when_an_open_pace_is_asked_early_then_the_event_is_not_due() {
    var pace = Pace.open(START, 1000, 2);

    assertThat(pace.claim(START)).isEqualTo(START);
    assertThat(pace.claim(START)).isEqualTo(Pace.NOT_YET);
    assertThat(pace.nextDue()).isEqualTo(START + MILLI);
    assertThat(pace.claim(START + 9 * MILLI)).isEqualTo(START + MILLI);
    assertThat(pace.claim(START + 9 * MILLI)).isEqualTo(Pace.FINISHED);
  }

  @Test
  void when_a_closed_pace_has_reached_its_count_or_its_end_then_it_is_finished() {
    var counted = Pace.closed(START, Duration.ofHours(1), 1);
    assertThat(counted.claim(START + 7)).isEqualTo(START + 7);
    assertThat(counted.claim(START + 8)).isEqualTo(Pace.FINISHED);

    var timed = Pace.closed(START, Duration.ofSeconds(1), Long.MAX_VALUE);
    assertThat(timed.claim(START + 999 * MILLI)).isEqualTo(START + 999 * MILLI);
    assertThat(timed.claim(START + 1000 * MILLI)).isEqualTo(Pace.FINISHED);
  }
}
