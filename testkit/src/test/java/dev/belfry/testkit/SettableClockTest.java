package dev.belfry.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SettableClockTest {

  private final SettableClock clock = SettableClock.atNoon();

  @Test
  void when_nobody_turns_it_then_it_stands_still() {
    assertThat(clock.instant()).isEqualTo(clock.instant());
  }

  @Test
  void when_turned_then_it_shows_the_new_time() {
    clock.advance(Duration.ofHours(3));
    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-03-02T15:00:00Z"));

    clock.advance(Duration.ofHours(-4));
    assertThat(clock.instant()).isEqualTo(Instant.parse("2026-03-02T11:00:00Z"));

    clock.set(Instant.EPOCH);
    assertThat(clock.instant()).isEqualTo(Instant.EPOCH);
  }
}
