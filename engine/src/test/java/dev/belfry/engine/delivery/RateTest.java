package dev.belfry.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

  private final Rate rate = new Rate();

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1, 7, 10, 33.3, 200, 5000})
  void when_much_waits_then_the_rate_is_reached_and_never_passed_in_any_second(double perSecond) {
    rate.set(perSecond);
    var random = new Random(7);
    var lastSecond = new ArrayDeque<Long>();
    long now = 1_000_000;
    var began = now;
    var gone = 0;

    while (gone < 20 * perSecond) {
      while (rate.from(now) <= now) {
        rate.spend(now);
        gone++;
        lastSecond.add(now);
      }
      while (lastSecond.peek() != null && lastSecond.peek() <= now - 1000) {
        lastSecond.remove();
      }
      assertThat(lastSecond.size()).isLessThanOrEqualTo((int) Math.ceil(perSecond * 1.06) + 1);
      now = Math.max(now + 1, rate.from(now)) + random.nextInt(3); // a timer is late now and then
    }

    assertThat(gone / ((now - began) / 1000.0)).isBetween(perSecond * 0.85, perSecond * 1.08 + 0.1);
  }

  @Test
  void when_the_clock_is_set_back_then_the_next_waits_no_longer_than_usual() {
    rate.set(10.0);
    rate.spend(1_000_000);

    assertThat(rate.from(400_000)).isLessThanOrEqualTo(400_100);
  }

  @Test
  void when_there_is_no_rate_then_nothing_waits() {
    rate.set(5.0);
    rate.spend(1000);
    rate.set(null);

    assertThat(rate.from(1000)).isEqualTo(1000);
  }
}
