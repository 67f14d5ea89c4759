package dev.belfry.engine.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.testkit.Eventually;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NamesTest {

  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final List<InetAddress> PUBLIC = List.of(InetAddress.ofLiteral("8.8.8.8"));

  private final AtomicLong nanos = new AtomicLong();
  private final AtomicInteger asked = new AtomicInteger();

  @Test
  void when_a_name_was_resolved_then_its_addresses_are_kept_for_30_seconds() throws Exception {
    try (var names = new Names(this::answer, nanos::get)) {
      names.resolve("acme", "example.com", LIMIT);
      pass(Duration.ofSeconds(29));
      names.resolve("other", "example.com", LIMIT);
      assertThat(asked).hasValue(1);

      pass(Duration.ofSeconds(1));
      assertThat(names.resolve("acme", "example.com", LIMIT)).isEqualTo(PUBLIC);
      assertThat(asked).hasValue(2);
    }
  }

  @Test
  void when_a_name_has_no_address_then_that_is_kept_for_5_seconds() {
    try (var names = new Names(this::miss, nanos::get)) {
      for (var expected : new int[] {1, 1, 2}) {
        assertThatThrownBy(() -> names.resolve("acme", "example.com", LIMIT))
            .isInstanceOf(UnknownHostException.class);
        assertThat(asked).hasValue(expected);
        pass(Duration.ofMillis(2500));
      }
    }
  }

  @Test
  void when_the_resolver_is_silent_then_the_caller_waits_no_longer_than_its_limit() {
    var gate = new CountDownLatch(1);
    try (var names = new Names(_ -> wait(gate), nanos::get)) {
      var start = System.nanoTime();
      assertThatThrownBy(() -> names.resolve("acme", "example.com", Duration.ofMillis(50)))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("in time");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LIMIT);
    } finally {
      gate.countDown();
    }
  }

  @Test
  void when_four_look_ups_of_a_pool_hang_then_another_pool_still_resolves() throws Exception {
    var gate = new CountDownLatch(1);
    Lookup hangsForSome = name -> name.startsWith("slow") ? wait(gate) : answer(name);
    try (var names = new Names(hangsForSome, nanos::get)) {
      for (var i = 0; i < 4; i++) {
        var name = "slow" + i + ".example";
        Thread.ofVirtual().start(() -> ignoring(() -> names.resolve("acme", name, LIMIT)));
      }
      Eventually.holds("four hang", Duration.ofSeconds(60), () -> asked.get() == 4);

      assertThatThrownBy(() -> names.resolve("acme", "fast.example", Duration.ofMillis(50)))
          .isInstanceOf(UnknownHostException.class);
      assertThat(asked).hasValue(4);
      assertThat(names.resolve("other", "fast.example", LIMIT)).isEqualTo(PUBLIC);
    } finally {
      gate.countDown();
    }
  }

  @Test
  void when_many_ask_for_one_name_at_once_then_it_is_looked_up_once() throws Exception {
    var gate = new CountDownLatch(1);
    try (var names = new Names(_ -> wait(gate), nanos::get)) {
      var done = new AtomicInteger();
      for (var i = 0; i < 50; i++) {
        Thread.ofVirtual()
            .start(() ->
                ignoring(() -> {
                  names.resolve("acme", "example.com", LIMIT);
                  return done.incrementAndGet();
                }));
      }
      Eventually.holds("one asks", Duration.ofSeconds(60), () -> asked.get() == 1);
      gate.countDown();
      Eventually.holds("all know", Duration.ofSeconds(60), () -> done.get() == 50);
      assertThat(asked).hasValue(1);
    }
  }

  private interface Step {
    Object run() throws Exception;
  }

  private static void ignoring(Step step) {
    try {
      step.run();
    } catch (Exception _) {
      // what it came to is not what is tested
    }
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private List<InetAddress> answer(String name) {
    asked.incrementAndGet();
    return PUBLIC;
  }

  private List<InetAddress> miss(String name) throws UnknownHostException {
    asked.incrementAndGet();
    throw new UnknownHostException(name);
  }

  private List<InetAddress> wait(CountDownLatch gate) {
    asked.incrementAndGet();
    try {
      gate.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return PUBLIC;
  }
}
