package dev.belfry.engine.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import dev.belfry.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunsTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final long TENANT = 7;

  private final SettableClock clock = SettableClock.atNoon();
  private final Runs runs = new Runs(clock);
  private final List<Integer> done = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    runs.close();
  }

  private Runs.Run given(int id) {
    return Objects.requireNonNull(runs.begin(new ReplayId(id)));
  }

  private void sleep(int id, Duration length) {
    var run = given(id);
    var until = clock.millis() + length.toMillis();
    Thread.startVirtualThread(() -> {
      runs.sleep(run, until);
      done.add(id);
    });
  }

  @Test
  void when_their_time_comes_then_those_that_sleep_wake_in_the_order_of_their_times() {
    sleep(1, Duration.ofSeconds(30));
    sleep(2, Duration.ofSeconds(10));
    sleep(3, Duration.ofSeconds(20));

    for (int id : new int[] {2, 3, 1}) {
      var before = done.size();
      clock.advance(Duration.ofMillis(9_999));
      assertThat(done).hasSize(before);
      clock.advance(Duration.ofMillis(1));
      Eventually.holds("it woke", SOON, () -> done.contains(id));
      assertThat(done).hasSize(before + 1);
    }
  }

  @Test
  void when_one_that_sleeps_is_called_off_then_it_ends_at_once_and_the_others_sleep_on() {
    sleep(1, Duration.ofSeconds(30));
    sleep(2, Duration.ofSeconds(10));

    runs.callOff(new ReplayId(2));
    Eventually.holds("it ends", SOON, () -> done.contains(2));
    assertThat(done).containsExactly(2);

    clock.advance(Duration.ofSeconds(30));
    Eventually.holds("the other wakes", SOON, () -> done.contains(1));
  }

  @Test
  void when_it_was_called_off_before_it_waits_then_it_does_not_wait() {
    var run = given(1);
    runs.callOff(run.id());

    runs.sleep(run, Long.MAX_VALUE);
    runs.rest(run, Duration.ofHours(1));

    assertThat(runs.takeTurn(run, TENANT)).isFalse();
    assertThat(runs.takeTurn(given(2), TENANT)).as("the turn is free").isTrue();
  }

  @Test
  void when_one_has_the_turn_then_others_of_the_tenant_wait_for_it_in_order() {
    var first = given(0);
    assertThat(runs.takeTurn(first, TENANT)).isTrue();
    assertThat(runs.takeTurn(given(100), TENANT + 1)).as("another tenant's").isTrue();
    var later = IntStream.rangeClosed(1, 3).mapToObj(this::given).toList();
    for (int i = 0; i < 3; i++) {
      var run = later.get(i);
      var thread =
          Thread.startVirtualThread(() -> {
            if (runs.takeTurn(run, TENANT)) {
              done.add((int) run.id().value());
            }
          });
      Eventually.holds("it waits", SOON, () -> thread.getState() == Thread.State.WAITING);
    }

    runs.callOff(later.get(1).id());
    assertThat(done).isEmpty();
    runs.passTurn(first, TENANT);
    Eventually.holds("the next has it", SOON, () -> done.equals(List.of(1)));
    runs.passTurn(later.getFirst(), TENANT);
    Eventually.holds("the one after", SOON, () -> done.equals(List.of(1, 3)));
  }

  @Test
  void when_it_is_closed_then_nobody_waits_any_longer_and_one_begins_only_once() {
    sleep(1, Duration.ofDays(1));
    assertThat(runs.begin(new ReplayId(1))).isNull();

    runs.close();

    Eventually.holds("it ends", SOON, () -> done.contains(1));
  }
}
