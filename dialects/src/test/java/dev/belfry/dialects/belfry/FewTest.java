package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route.Handler;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.testkit.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FewTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Duration MOMENT = Duration.ofMillis(50);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Caller ACME = Caller.operator(new TenantId("acme"));
  private static final Caller OTHER = Caller.operator(new TenantId("other"));
  private static final Caller THIRD = Caller.operator(new TenantId("third"));
  private static final Request REQUEST =
      new Request("GET", "/", "", Map.of(), new byte[0], Map.of(), "http://a", "127.0.0.1");

  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger going = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @AfterEach
  void end() {
    release.countDown();
  }

  @Test
  void when_one_tenant_has_its_share_then_its_next_is_put_off_and_others_go_on() {
    var few = new Few(8, 4, 64, MOMENT);
    givenGoing(few, ACME, 4);

    assertPutOff(few, ACME);
    assertThat(few.limit(quick()).handle(REQUEST, OTHER).status()).isEqualTo(200);
    assertThat(few.limit(quick()).handle(REQUEST, Caller.operator(null)).status()).isEqualTo(200);
  }

  @Test
  void when_all_are_going_then_one_more_is_put_off_whoever_it_is_and_later_it_is_made() {
    var few = new Few(8, 4, 64, MOMENT);
    givenGoing(few, ACME, 4);
    givenGoing(few, OTHER, 4);

    assertPutOff(few, THIRD);

    release.countDown();
    Eventually.holds("all were answered", SOON, () -> answered.get() == 8);
    assertThat(few.limit(quick()).handle(REQUEST, THIRD).status()).isEqualTo(200);
    assertThat(few.limit(quick()).handle(REQUEST, ACME).status()).isEqualTo(200);
  }

  @Test
  void when_a_turn_comes_in_time_then_who_waited_is_answered() {
    var few = new Few(8, 4, 64, LONG);
    start(few, ACME, 20);
    Eventually.holds("four are going", SOON, () -> going.get() == 4);

    release.countDown();

    Eventually.holds("all were answered", SOON, () -> answered.get() == 20);
  }

  @Test
  void when_many_of_a_tenant_wait_then_one_more_is_refused_at_once() {
    var few = new Few(8, 4, 6, LONG);
    start(few, ACME, 50);

    Eventually.holds("all but six are refused", SOON, () -> refused.get() == 44);
    assertThat(few.limit(quick()).handle(REQUEST, OTHER).status()).isEqualTo(200);

    release.countDown();
    Eventually.holds("the six are answered", SOON, () -> answered.get() == 6);
  }

  private void givenGoing(Few few, Caller caller, int number) {
    var before = going.get();
    start(few, caller, number);
    Eventually.holds("they are going", SOON, () -> going.get() == before + number);
  }

  private void start(Few few, Caller caller, int number) {
    var held = few.limit(this::held);
    for (int i = 0; i < number; i++) {
      Thread.startVirtualThread(() -> {
        try {
          held.handle(REQUEST, caller);
          answered.incrementAndGet();
        } catch (Problem _) {
          refused.incrementAndGet();
        }
      });
    }
  }

  private Response held(Request request, Caller caller) {
    going.incrementAndGet();
    try {
      release.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Response.of(200);
  }

  private static Handler quick() {
    return (_, _) -> Response.of(200);
  }

  private static void assertPutOff(Few few, Caller caller) {
    assertThatThrownBy(() -> few.limit(quick()).handle(REQUEST, caller))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.status()).isEqualTo(503);
              assertThat(problem.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            });
  }
}
