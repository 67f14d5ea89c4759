package dev.belfry.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EventuallyTest {

  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final AtomicInteger looks = new AtomicInteger();

  @Test
  void when_the_condition_comes_true_then_it_returns() {
    Eventually.holds("third look", LONG, () -> looks.incrementAndGet() >= 3);

    assertThat(looks).hasValue(3);
  }

  @Test
  void when_the_condition_stays_false_then_it_says_what_was_missing() {
    assertThatThrownBy(() -> Eventually.holds("the moon is cheese", SHORT, () -> false))
        .isInstanceOf(AssertionError.class)
        .hasMessage("not within 20 ms: the moon is cheese");
  }

  @Test
  void when_assertions_never_pass_then_the_last_failure_is_the_cause() {
    assertThatThrownBy(
            () -> Eventually.passes(SHORT, () -> assertThat(looks.incrementAndGet()).isZero()))
        .isInstanceOf(AssertionError.class)
        .hasCauseInstanceOf(AssertionError.class);
  }

  @Test
  void when_assertions_pass_later_then_it_returns() {
    Eventually.passes(LONG, () -> assertThat(looks.incrementAndGet()).isGreaterThan(4));

    assertThat(looks).hasValue(5);
  }

  @Test
  void when_a_value_appears_then_it_is_returned() {
    var value = Eventually.gets("a value", LONG, () -> looks.incrementAndGet() > 2 ? "here" : null);

    assertThat(value).isEqualTo("here");
  }
}
