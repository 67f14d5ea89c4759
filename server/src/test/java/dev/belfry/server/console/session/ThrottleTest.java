package dev.belfry.server.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {

  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final Throttle throttle = new Throttle();

  @Test
  void when_ten_wrong_keys_came_within_a_minute_then_the_address_waits_and_others_do_not() {
    for (int i = 0; i < 10; i++) {
      assertThat(throttle.allows("192.0.2.1", NOON.plusSeconds(i))).isTrue();
      throttle.failed("192.0.2.1", NOON.plusSeconds(i));
    }

    assertThat(throttle.allows("192.0.2.1", NOON.plusSeconds(59))).isFalse();
    assertThat(throttle.allows("192.0.2.2", NOON.plusSeconds(59))).isTrue();
    assertThat(throttle.allows("192.0.2.1", NOON.plusSeconds(60))).isTrue();
  }

  @Test
  void when_somebody_has_a_whole_ipv6_network_then_it_counts_as_one_address() {
    for (int i = 0; i < 10; i++) {
      throttle.failed("2001:db8:1:2:0:0:0:" + i, NOON);
    }

    assertThat(throttle.allows("2001:db8:1:2:9:9:9:9", NOON)).isFalse();
    assertThat(throttle.allows("2001:db8:1:3:0:0:0:1", NOON)).isTrue();
  }
}
