package dev.belfry.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.EngineRig;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class LookTimerTest {

  private final SettableClock clock = new SettableClock(EngineRig.NOON);
  private final List<Lane> looked = new CopyOnWriteArrayList<>();

  @Test
  void when_a_lane_is_given_another_time_then_the_one_before_is_forgotten() {
    try (var timer = new LookTimer(clock, looked::add)) {
      var lane = lane(1);

      for (int i = 0; i < 1000; i++) {
        timer.lookAt(lane, clock.millis() + 100_000 - i);
      }

      assertThat(timer.size()).isEqualTo(1);
      timer.lookAt(lane, Lane.NEVER);
      assertThat(timer.size()).isZero();
    }
  }

  @Test
  void when_the_times_of_lanes_come_then_each_is_looked_at_once_and_in_order() {
    try (var timer = new LookTimer(clock, looked::add)) {
      timer.start();
      var late = lane(1);
      var early = lane(2);
      timer.lookAt(late, clock.millis() + 2000);
      timer.lookAt(early, clock.millis() + 3000);
      timer.lookAt(early, clock.millis() + 1000);

      clock.advance(Duration.ofSeconds(10));

      Eventually.holds("looked at both", Duration.ofSeconds(60), () -> looked.size() == 2);
      assertThat(looked).containsExactly(early, late);
      assertThat(timer.size()).isZero();
    }
  }

  private static Lane lane(long number) {
    return new Lane(new WebhookId(number), new Lane.Turn(), true);
  }
}
