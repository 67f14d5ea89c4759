package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.accept.Accepted;
import dev.belfry.engine.accept.IdempotencyConflict;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.engine.tenant.TenantSuspended;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TenantLimitsTest {

  @TempDir Path folder;
  private EngineRig rig;

  @BeforeEach
  void open() {
    rig = new EngineRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void when_more_events_come_in_a_second_than_allowed_then_they_are_refused_until_it_has_passed() {
    limit(new Limits(10L, null, null), false);

    accept(10);
    assertThatThrownBy(() -> accept(1))
        .isInstanceOfSatisfying(
            OverLimit.class,
            over -> assertThat(over.retryAfter()).isEqualTo(Duration.ofMillis(100)));
    rig.clock.advance(Duration.ofMillis(500));
    accept(5);
    assertThatThrownBy(() -> accept(1)).isInstanceOf(OverLimit.class);
    rig.clock.advance(Duration.ofSeconds(5));
    accept(25); // a full second's worth lets a larger batch through, which is made up for
    rig.clock.advance(Duration.ofSeconds(1));
    assertThatThrownBy(() -> accept(1)).isInstanceOf(OverLimit.class);

    assertThat(rig.engine.deliveries().countsOf(ACME).accepted()).isEqualTo(40);
    assertThat(rig.engine.acceptance().quota(ACME).orElseThrow().remaining()).isZero();
    limit(Limits.NONE, false);
    accept(500);
    assertThat(rig.engine.acceptance().quota(ACME)).isEmpty();
  }

  @Test
  void when_nothing_more_may_come_then_what_came_before_is_still_answered_as_it_was_then() {
    limit(new Limits(10L, null, null), false);
    var once = event("a", "e-1", "1");
    var first = accept(once).getFirst();
    for (int i = 0; i < 50; i++) {
      assertThat(accept(once)).containsExactly(new Accepted(first.id(), first.deliveries(), true));
    }
    assertThatThrownBy(() -> accept(event("a", "e-1", "2")))
        .isInstanceOf(IdempotencyConflict.class);
    assertThat(rig.engine.acceptance().quota(ACME).orElseThrow().remaining())
        .as("the first counts, and what only looked like a repeat of it")
        .isEqualTo(8);

    accept(8);
    assertThat(accept(once, once)).extracting(Accepted::duplicate).containsOnly(true);
    assertThatThrownBy(() -> accept(event("a", "e-1", "2"))).isInstanceOf(OverLimit.class);
    assertThatThrownBy(() -> accept(once, event("a", "e-2", "1"))).isInstanceOf(OverLimit.class);
    assertThatThrownBy(() -> accept(once, event("a", null, "1"))).isInstanceOf(OverLimit.class);
    assertThatThrownBy(() -> accept(Collections.nCopies(101, once).toArray(NewEvent[]::new)))
        .isInstanceOf(OverLimit.class);
  }

  @Test
  void when_as_much_is_pending_as_may_be_then_no_event_that_owes_more_is_accepted() {
    var webhook = rig.givenWebhook("a");
    rig.engine
        .webhooks()
        .change(
            ACME,
            webhook.id(),
            OptionalLong.empty(),
            registration -> registration.in(WebhookState.PAUSED, null),
            Actor.ADMIN);
    limit(new Limits(null, null, 20L), false);

    accept(15);
    assertThatThrownBy(() -> accept(6)).isInstanceOf(OverLimit.class);
    accept(4);
    accept(event("a", "e-1", "1"));
    assertThat(accept(event("a", "e-1", "1")))
        .extracting(Accepted::duplicate)
        .containsExactly(true);
    assertThatThrownBy(() -> accept(1)).isInstanceOf(OverLimit.class);
    rig.engine.acceptance().accept(ACME, List.of(event("nobody.wants", null, "1")));

    assertThat(rig.engine.deliveries().countsOf(ACME).pending()).isEqualTo(20);
    assertThat(rig.engine.deliveries().countsOf(ACME).accepted()).isEqualTo(21);
    rig.engine.webhooks().delete(ACME, webhook.id(), OptionalLong.empty(), Actor.ADMIN);
    accept(1);
  }

  @Test
  void when_a_tenant_has_as_many_webhooks_as_it_may_then_no_more_are_made() {
    rig.givenWebhook("a");
    var second = rig.givenWebhook("a");
    limit(new Limits(null, 2L, null), false);

    assertThatThrownBy(() -> rig.givenWebhook("a")).isInstanceOf(OverLimit.class);

    rig.engine.webhooks().delete(ACME, second.id(), OptionalLong.empty(), Actor.ADMIN);
    assertThat(rig.givenWebhook("a").state()).isEqualTo(WebhookState.ACTIVE);
  }

  @Test
  void when_a_tenant_is_suspended_then_nothing_goes_out_until_it_is_not_and_a_restart_knows_it() {
    rig.givenWebhook("a");
    var calls = new AtomicInteger();
    rig.receiver =
        _ -> {
          calls.incrementAndGet();
          return answer(200);
        };
    limit(Limits.NONE, true);

    accept(50);
    Eventually.holds("it is quiet", Duration.ofSeconds(60), () -> rig.engine.deliverer().isQuiet());
    var receiver = rig.receiver;
    rig.close();
    rig = new EngineRig(folder, rig.clock);
    rig.receiver = receiver;
    accept(50);
    Eventually.holds("it is quiet", Duration.ofSeconds(60), () -> rig.engine.deliverer().isQuiet());
    assertThat(calls).hasValue(0);

    limit(Limits.NONE, false);

    Eventually.holds(
        "all goes out",
        Duration.ofSeconds(60),
        () -> rig.engine.deliveries().countsOf(ACME).delivered() == 100);
  }

  @Test
  void when_a_tenant_is_suspended_then_its_webhooks_are_neither_tested_nor_asked() {
    var webhook = rig.givenWebhook("a");
    limit(Limits.NONE, true);

    assertThatThrownBy(() -> rig.engine.deliveries().test(webhook, Actor.ADMIN))
        .isInstanceOf(TenantSuspended.class)
        .hasMessageContaining("the operator can lift");
    assertThatThrownBy(
            () -> rig.engine.deliveries().send(webhook, event("a", null, "1"), Actor.ADMIN))
        .isInstanceOf(TenantSuspended.class);
    assertThatThrownBy(() -> rig.engine.asker().ask(ACME, event("a", null, "1")))
        .isInstanceOf(TenantSuspended.class);
    assertThat(rig.toldAttempts).isEmpty();

    limit(Limits.NONE, false);
    assertThat(rig.engine.deliveries().test(webhook, Actor.ADMIN).status()).isEqualTo(200);
  }

  @Test
  void when_a_webhook_has_a_rate_then_attempts_follow_each_other_at_that_rate() {
    var calls = new AtomicInteger();
    rig.receiver =
        _ -> {
          calls.incrementAndGet();
          return answer(200);
        };
    rig.engine.webhooks().register(ACME, paced(4.0), Actor.ADMIN);

    accept(20);
    Eventually.holds("the first goes", Duration.ofSeconds(60), () -> calls.get() == 1);
    for (int quarter = 1; quarter < 20; quarter++) {
      rig.clock.advance(Duration.ofMillis(249));
      assertThat(calls).hasValueLessThanOrEqualTo(quarter);
      rig.clock.advance(Duration.ofMillis(1));
      var expected = quarter + 1;
      Eventually.holds("one more", Duration.ofSeconds(60), () -> calls.get() == expected);
    }
  }

  private static Registration paced(double perSecond) {
    return EngineRig.registration(Wants.EVERYTHING).at(new Pace(16, null, perSecond, null));
  }

  private List<Accepted> accept(NewEvent... events) {
    return rig.engine.acceptance().accept(ACME, List.of(events));
  }

  private void accept(int count) {
    rig.engine
        .acceptance()
        .accept(ACME, IntStream.range(0, count).mapToObj(i -> event("a", null, "" + i)).toList());
  }

  private void limit(Limits limits, boolean suspended) {
    rig.engine
        .tenants()
        .change(
            ACME,
            OptionalLong.empty(),
            old ->
                new Tenant(old.id(), old.name(), limits, suspended, old.createdAt(), old.version()),
            Actor.ADMIN);
  }
}
