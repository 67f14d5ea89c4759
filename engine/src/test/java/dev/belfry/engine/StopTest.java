package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine ends while attempts are under way. */
class StopTest extends RigTest {

  private static final Duration SOON = Duration.ofSeconds(60);
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
  void when_the_store_is_slow_at_the_end_then_the_last_outcomes_are_in_the_figures_too()
      throws Exception {
    var slow = new CountDownLatch(1);
    var registering = new CountDownLatch(1);
    var other =
        Thread.startVirtualThread(() ->
            rig.engine
                .webhooks()
                .register(
                    ACME,
                    EngineRig.registration(Wants.EVERYTHING),
                    () -> {
                      registering.countDown();
                      await(slow);
                    },
                    Actor.ADMIN));
    await(registering);
    var stop = Thread.startVirtualThread(() -> rig.engine.stop(Duration.ofMinutes(10)));
    release.countDown();
    Eventually.holds("all are told", SOON, () -> rig.toldAttempts.size() == UNDER_WAY);
    Eventually.holds(
        "the stop waits for the store",
        SOON,
        () -> {
          var at = List.of(stop.getStackTrace()).toString();
          return at.contains("Committer.awaitWritten") || at.contains("Tally.close");
        });

    slow.countDown();

    assertThat(stop.join(SOON)).isTrue();
    assertThat(other.join(SOON)).isTrue();
    assertThat(delivered()).isEqualTo(UNDER_WAY);
    assertThat(deliveredInFigures()).isEqualTo(UNDER_WAY);
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

  /** Of the tenant, as they are on disk. */
  private long deliveredInFigures() {
    return rig.database.read(tx ->
        tx.find(
                """
                select coalesce(sum(delivered), 0) from tally
                 where tenant > 0 and webhook = 0 and tier = (select min(tier) from tally)
                """,
                row -> row.number(1))
            .orElseThrow());
  }

  private void awaitRelease() {
    await(release);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
