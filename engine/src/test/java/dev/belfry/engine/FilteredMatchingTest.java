package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.accept.Overloaded;
import dev.belfry.engine.accept.TooCostly;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilteredMatchingTest {

  private static final int ROUNDS = 50_000;

  @Test
  void when_webhooks_have_filters_then_only_those_that_let_it_through_are_owed(
      @TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      var plain = given(rig, null);
      var large = given(rig, "data.total > 100");
      given(rig, "data.total > 1000");
      given(rig, "data.typo == 1");
      given(rig, "this was stored by another program");
      var small = given(rig, "data.total < 1000 && type == 'order.paid'");
      var event = EngineRig.event("order.paid", null, "{\"total\":150}");

      assertThat(rig.engine.webhooks().matching(ACME, event))
          .extracting(Webhook::id)
          .containsExactly(plain.id(), large.id(), small.id());
      assertThat(rig.engine.acceptance().accept(ACME, List.of(event)).getFirst().deliveries())
          .isEqualTo(3);
    }
  }

  @Test
  void when_a_filter_has_judged_an_event_then_it_is_not_asked_again(@TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      given(rig, "data.l.all(a, data.l.all(b, data.l.all(c, a + b + c >= 0)))");
      var numbers = "1,".repeat(3000) + "1";
      var event = EngineRig.event("order.paid", null, "{\"l\":[" + numbers + "]}");
      var webhooks = rig.engine.webhooks();
      var facts = webhooks.facts(ACME, event);

      webhooks.matching(ACME, event, facts);
      var once = facts.exertion();
      webhooks.matching(ACME, event, facts);

      assertThat(once).isPositive();
      assertThat(facts.exertion()).isEqualTo(once);
    }
  }

  @Test
  void when_webhooks_with_filters_come_along_meanwhile_then_no_event_misses_one_that_was_there(
      @TempDir Path folder) throws Exception {
    try (var rig = new EngineRig(folder);
        var senders = Executors.newVirtualThreadPerTaskExecutor()) {
      var made = new AtomicInteger();
      var isDone = new AtomicBoolean();
      var missed = new ConcurrentLinkedQueue<String>();
      var accepted = new AtomicInteger();
      var sending = new ArrayList<Future<?>>();
      for (int sender = 0; sender < 4; sender++) {
        sending.add(
            senders.submit(() -> {
              while (!isDone.get()) {
                var before = made.get();
                var event = EngineRig.event("order.paid", null, "{\"total\":150}");
                try {
                  var answer = rig.engine.acceptance().accept(ACME, List.of(event)).getFirst();
                  accepted.incrementAndGet();
                  if (answer.deliveries() < before) {
                    missed.add(answer.deliveries() + " of " + before);
                  }
                } catch (Overloaded _) {
                  // too many came along: a sender tries again
                }
              }
            }));
      }

      for (int i = 0; i < 40; i++) {
        given(rig, "data.total > " + i);
        made.incrementAndGet();
      }
      Eventually.holds("all four went on", Duration.ofSeconds(60), () -> accepted.get() > 50);
      isDone.set(true);
      for (var one : sending) {
        one.get(20, TimeUnit.SECONDS);
      }

      assertThat(missed).isEmpty();
      assertThat(rig.engine.deliveries().countsOf(ACME).accepted()).isEqualTo(accepted.get());
      var event = EngineRig.event("order.paid", null, "{\"total\":150}");
      assertThat(rig.engine.acceptance().accept(ACME, List.of(event)).getFirst().deliveries())
          .isEqualTo(40);
    }
  }

  @Test
  void when_a_tenants_filters_take_very_long_then_it_must_rest_and_nobody_else(
      @TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      var other = new TenantId("other");
      rig.engine.tenants().create(other, "Other", Limits.NONE, Actor.ADMIN);
      given(rig, "data.l.all(a, data.l.all(b, data.l.all(c, a + b + c >= 0)))");
      var numbers = "1,".repeat(3000) + "1";
      var costly = EngineRig.event("order.paid", null, "{\"l\":[" + numbers + "]}");
      var plain = EngineRig.event("order.paid", null, "{\"l\":[]}");
      var acceptance = rig.engine.acceptance();

      assertThatThrownBy(() -> acceptance.accept(ACME, Collections.nCopies(1000, costly)))
          .isInstanceOf(TooCostly.class)
          .hasMessageContaining("filters")
          .hasMessageMatching(".*1000 events: the first 1[0-9]{2} used up.*");
      assertThat(rig.engine.deliveries().countsOf(ACME).accepted()).isZero();
      assertThatThrownBy(() -> acceptance.accept(ACME, List.of(plain)))
          .isInstanceOfSatisfying(
              OverLimit.class,
              over -> {
                assertThat(over).hasMessageContaining("filters");
                assertThat(over.retryAfter()).isLessThan(Duration.ofSeconds(5));
              });
      assertThat(acceptance.accept(other, List.of(costly))).hasSize(1);

      rig.clock.advance(Duration.ofSeconds(5));
      assertThat(acceptance.accept(ACME, List.of(costly, plain))).hasSize(2);
      rig.clock.advance(Duration.ofSeconds(20));
      assertThat(acceptance.accept(ACME, Collections.nCopies(100, costly))).hasSize(100);
    }
  }

  @Test
  void when_a_batch_is_told_to_wait_for_its_filters_then_it_passes_at_the_time_it_is_told(
      @TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      given(rig, "data.l.all(a, data.l.all(b, data.l.all(c, a + b + c >= 0)))");
      var numbers = "1,".repeat(3000) + "1";
      var costly = EngineRig.event("order.paid", null, "{\"l\":[" + numbers + "]}");
      var batch = Collections.nCopies(100, costly);
      var acceptance = rig.engine.acceptance();
      assertThat(acceptance.accept(ACME, batch)).hasSize(100);

      var wait = new AtomicReference<>(Duration.ZERO);
      assertThatThrownBy(() -> acceptance.accept(ACME, batch))
          .isInstanceOfSatisfying(OverLimit.class, over -> wait.set(over.retryAfter()));

      rig.clock.advance(wait.get());
      assertThat(wait.get()).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(10));
      assertThat(acceptance.accept(ACME, batch)).hasSize(100);
    }
  }

  /** What filters cost webhooks that have none: printed, since the machine may be busy. */
  @Test
  void when_no_webhook_has_a_filter_then_matching_costs_what_it_did(@TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      for (int i = 0; i < 10; i++) {
        given(rig, null);
      }
      var event = EngineRig.event("order.paid", null, "{\"total\":150}");
      var plain = nanosEach(rig, event);
      given(rig, "data.total > 100");
      var one = nanosEach(rig, event);

      System.out.printf(
          "matching 10 webhooks: %d ns; with one more that filters: %d ns%n", plain, one);
      assertThat(plain).isLessThan(200_000);
    }
  }

  private static long nanosEach(EngineRig rig, dev.belfry.engine.event.NewEvent event) {
    var best = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      var began = System.nanoTime();
      for (int i = 0; i < ROUNDS / 5; i++) {
        rig.engine.webhooks().matching(ACME, event);
      }
      best = Math.min(best, (System.nanoTime() - began) / (ROUNDS / 5));
    }
    return best;
  }

  private static Webhook given(EngineRig rig, @Nullable String filter) {
    return rig.engine
        .webhooks()
        .register(
            ACME,
            EngineRig.registration(new Wants(List.of(new TypePattern("order.*")), null, filter)),
            Actor.ADMIN);
  }
}
