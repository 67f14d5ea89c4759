package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookHook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a fault in one part must not do to the others. */
class FaultsOfTheProgramTest extends RigTest {

  @Test
  void when_rules_throw_whatever_they_are_asked_then_no_place_is_lost_and_nothing_is_given_up() {
    rig.givenWebhook("*");
    var thrown = new AtomicInteger();
    rig.inRules =
        () -> {
          if (thrown.incrementAndGet() % 2 == 0) {
            throw new IllegalStateException("a fault of the program");
          }
          throw new StackOverflowError("a fault of the program");
        };
    var most = Pace.USUAL.maxInFlight();

    rig.engine
        .acceptance()
        .accept(
            ACME, IntStream.range(0, 3 * most).mapToObj(i -> event("a", null, "" + i)).toList());
    Eventually.holds("all were tried", Duration.ofSeconds(60), () -> thrown.get() >= 2 * 3 * most);
    rig.inRules = () -> {};

    Eventually.holds(
        "all are delivered",
        Duration.ofSeconds(60),
        () -> {
          rig.clock.advance(Duration.ofSeconds(5));
          return rig.engine.deliveries().countsOf(ACME).delivered() == 3L * most;
        });
  }

  @Test
  void when_a_change_is_rolled_back_then_nobody_is_told_that_deliveries_were_settled() {
    var webhook = rig.givenWebhook("*");
    change(webhook, WebhookState.PAUSED);
    rig.engine.acceptance().accept(ACME, List.of(event("a", null, "{}")));
    var failing = new AtomicInteger(1);
    rig.engine
        .webhooks()
        .addHook(
            new WebhookHook() {
              @Override
              public void changing(Tx tx, @Nullable Webhook before, @Nullable Webhook after) {
                if (failing.getAndDecrement() == 1) {
                  throw new IllegalStateException("a fault after settling");
                }
              }

              @Override
              public void changed(@Nullable Webhook before, @Nullable Webhook after) {}
            });

    assertThatThrownBy(() -> change(webhook, WebhookState.DISABLED))
        .isInstanceOf(IllegalStateException.class);
    assertThat(rig.toldSettled).hasValue(0);

    change(webhook, WebhookState.DISABLED);
    assertThat(rig.toldSettled).hasValue(1);
  }

  @Test
  void when_the_writer_is_stuck_then_the_end_does_not_wait_for_it_beyond_its_deadline()
      throws Exception {
    var stuck = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var writer =
        Thread.startVirtualThread(() ->
            rig.engine
                .webhooks()
                .register(
                    ACME,
                    EngineRig.registration(dev.belfry.engine.webhook.Wants.EVERYTHING),
                    () -> {
                      begun.countDown();
                      awaitQuietly(stuck);
                    },
                    Actor.ADMIN));
    begun.await();

    var began = System.nanoTime();
    rig.engine.stop(Duration.ofMillis(200), Duration.ofMillis(500));
    var took = Duration.ofNanos(System.nanoTime() - began);

    stuck.countDown();
    writer.join();
    assertThat(took).isLessThan(Duration.ofSeconds(3));
  }

  private void change(Webhook webhook, WebhookState to) {
    rig.engine
        .webhooks()
        .change(
            ACME,
            webhook.id(),
            OptionalLong.empty(),
            registration -> registration.in(to, null),
            Actor.ADMIN);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
