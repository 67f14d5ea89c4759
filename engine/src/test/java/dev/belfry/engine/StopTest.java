package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.Eventually;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine ends while attempts are under way. */
class StopTest extends RigTest {

  private static final Duration SOON = Duration.ofSeconds(10);
  private static final int UNDER_WAY = 5;

  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();

  @BeforeEach
  void givenAttemptsUnderWay() {
    rig.receiver =
        _ -> {
          asked.incrementAndGet();
          awaitRelease();
          return answer(200);
        };
    rig.givenWebhook("*");
    rig.engine
        .acceptance()
        .accept(ACME, IntStream.range(0, UNDER_WAY).mapToObj(_ -> event("a", null, "{}")).toList());
    Eventually.holds("all are asked", SOON, () -> asked.get() == UNDER_WAY);
  }

  @Test
  void when_they_end_then_they_are_recorded_and_nothing_is_waited_for_any_more() throws Exception {
    var stop = Thread.startVirtualThread(() -> rig.engine.stop(Duration.ofMinutes(10)));
    Eventually.holds("it waits", SOON, () -> stop.getState() == Thread.State.TIMED_WAITING);

    release.countDown();

    assertThat(stop.join(SOON)).isTrue();
    assertThat(delivered()).isEqualTo(UNDER_WAY);
  }

  @Test
  void when_they_last_too_long_then_they_count_as_not_made() throws Exception {
    rig.engine.stop(Duration.ofMillis(10));
    release.countDown();

    assertThat(delivered()).isZero();
  }

  @Test
  void when_none_is_under_way_then_nothing_is_waited_for() throws Exception {
    release.countDown();
    Eventually.holds("all is quiet", SOON, () -> rig.engine.deliverer().isQuiet());

    var stop = Thread.startVirtualThread(() -> rig.engine.stop(Duration.ofMinutes(10)));

    assertThat(stop.join(SOON)).isTrue();
  }

  private long delivered() {
    return rig.database.read(tx ->
        tx.find("select count(*) from delivery where state = 1", row -> row.number(1))
            .orElseThrow());
  }

  private void awaitRelease() {
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
