package dev.belfry.engine.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.EngineRig;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LanesTest {

  private static final Outcome SUCCESS = new Outcome.Succeeded();
  private static final Outcome SILENCE = new Outcome.Unreachable("timeout");
  private static final NextStep DONE = new NextStep.Finish();

  private final SettableClock clock = new SettableClock(EngineRig.NOON);
  private final List<Lane> asked = new ArrayList<>();
  private final List<Instant> looks = new ArrayList<>();
  private final Lanes lanes =
      new Lanes(
          clock,
          new LaneLimits(64, 1 << 20, _ -> true),
          new Lanes.Wanted() {
            @Override
            public void load(Lane lane) {
              asked.add(lane);
            }

            @Override
            public void lookAt(Lane lane, long at) {
              if (at != Lane.NEVER) {
                looks.add(Instant.ofEpochMilli(at));
              }
            }
          });
  private long numbers = 1000;

  @Test
  void when_two_tenants_wait_then_they_take_turns_however_much_each_has() {
    var busy = webhook("busy", 1);
    var calm = webhook("calm", 2);
    offer(busy, 10);
    offer(calm, 2);

    assertThat(tenantsOf(lanes.nextUpTo(4))).containsExactly("busy", "calm", "busy", "calm");
  }

  @Test
  void when_a_tenant_has_several_webhooks_then_they_take_turns() {
    var one = webhook("acme", 1);
    var other = webhook("acme", 2);
    offer(one, 5);
    offer(other, 5);

    assertThat(lanes.nextUpTo(4))
        .extracting(work -> work.lane().webhook)
        .containsExactly(one.id(), other.id(), one.id(), other.id());
  }

  @Test
  void when_a_webhook_has_its_most_in_flight_then_the_next_waits_for_an_answer() {
    var webhook = webhook("acme", 1);
    offer(webhook, 20);

    var works = lanes.nextUpTo(100);
    var next = lanes.finished(works.getFirst(), SUCCESS, DONE, clock.instant());

    assertThat(works).hasSize(16);
    assertThat(next).isNotNull();
    assertThat(lanes.next()).isNull();
  }

  @Test
  void when_five_attempts_in_a_row_get_no_answer_then_one_goes_at_a_time_until_one_succeeds() {
    var webhook = webhook("acme", 1);
    offer(webhook, 40);
    var works = lanes.nextUpTo(16);
    for (var work : works.subList(0, 4)) {
      assertThat(lanes.finished(work, SILENCE, DONE, clock.instant())).isNotNull();
    }
    assertThat(lanes.finished(works.get(4), SILENCE, DONE, clock.instant())).isNull();
    for (var work : works.subList(5, 16)) {
      assertThat(lanes.finished(work, SILENCE, DONE, clock.instant())).isNull();
    }
    assertThat(lanes.counts().tripped()).isEqualTo(1);
  }

  @Test
  void when_a_probe_succeeds_then_the_breaker_closes() {
    var webhook = webhook("acme", 1);
    offer(webhook, 40);
    var work = next();
    for (int i = 0; i < 5; i++) {
      work = Objects.requireNonNull(lanes.finished(work, SILENCE, DONE, clock.instant()));
    }
    assertThat(lanes.next()).as("a second while the probe is under way").isNull();

    var after = lanes.finished(work, SUCCESS, DONE, clock.instant());

    assertThat(after).isNotNull();
    assertThat(lanes.nextUpTo(100)).hasSize(15);
  }

  @Test
  void when_a_receiver_asks_for_a_pause_then_its_lane_is_held_until_then() {
    var webhook = webhook("acme", 1);
    offer(webhook, 3);
    var until = clock.instant().plus(Duration.ofSeconds(7));
    var work = next();

    var next =
        lanes.finished(
            work,
            new Outcome.Refused(429, Duration.ofSeconds(7)),
            new NextStep.RetryAt(until, until),
            clock.instant());

    assertThat(next).isNull();
    assertThat(looks).contains(until);
    clock.set(until);
    assertThat(lanes.next()).as("nothing moves before the timer looks").isNull();
    lanes.look(work.lane());
    assertThat(lanes.nextUpTo(10)).hasSize(2);
  }

  @Test
  void when_one_tenant_wants_every_place_then_some_stay_free_for_others() {
    for (int number = 1; number <= 8; number++) {
      offer(webhook("greedy", number), 16);
    }
    assertThat(lanes.nextUpTo(100)).hasSize(48);

    offer(webhook("late", 9), 1);

    assertThat(tenantsOf(lanes.nextUpTo(1))).containsExactly("late");
  }

  @Test
  void when_a_lane_holds_a_delivery_then_a_load_does_not_bring_it_twice() {
    var webhook = webhook("acme", 1);
    lanes.dueInStore(webhook, clock.instant());
    var lane = asked.getFirst();
    var due = due(webhook);

    lanes.loaded(lane, List.of(due), false, Lane.NEVER);
    assertThat(lanes.planLoad(lane).leaveOut()).contains(due.id());
    lanes.loaded(lane, List.of(due), true, Lane.NEVER);

    assertThat(lanes.nextUpTo(10)).hasSize(1);
  }

  @Test
  void when_a_delivery_was_recorded_while_more_is_loaded_then_it_is_not_taken_up_again() {
    var webhook = webhook("acme", 1);
    offer(webhook, 1);
    var work = next();
    lanes.dueInStore(webhook, clock.instant());
    var lane = asked.getFirst();

    lanes.finished(work, SUCCESS, DONE, clock.instant());
    lanes.recorded(List.of(recorded(work, webhook)));
    lanes.loaded(lane, List.of(work.due()), true, Lane.NEVER);

    assertThat(lanes.next()).isNull();
  }

  @Test
  void when_a_load_brought_what_is_offered_later_then_it_goes_out_once() {
    var webhook = webhook("acme", 1);
    lanes.dueInStore(webhook, clock.instant());
    var due = due(webhook);
    lanes.loaded(asked.getFirst(), List.of(due), true, Lane.NEVER);

    lanes.offer(List.of(new Lanes.Offer(webhook, due)));

    assertThat(lanes.nextUpTo(10)).hasSize(1);
  }

  @Test
  void when_a_webhook_comes_back_then_what_is_still_under_way_is_not_loaded_again() {
    var webhook = webhook("acme", 1);
    offer(webhook, 1);
    var work = next();

    lanes.changes().shut(webhook.id(), Set.of(work.due().id()), false);
    lanes.changes().adapt(webhook, true);
    lanes.dueInStore(webhook, clock.instant());

    assertThat(lanes.planLoad(asked.getFirst()).leaveOut()).contains(work.due().id());
  }

  @Test
  void when_a_cancelled_delivery_is_recorded_then_the_store_is_looked_at_again() {
    var webhook = webhook("acme", 1);
    offer(webhook, 1);
    var work = next();
    lanes.changes().settledElsewhere(webhook.id(), List.of(work.due().id()));
    lanes.finished(work, SUCCESS, DONE, clock.instant());

    lanes.recorded(List.of(recorded(work, webhook)));

    assertThat(asked).hasSize(1);
  }

  @Test
  void when_outcomes_cannot_be_written_then_their_places_are_free_again() {
    var webhook = webhook("acme", 1);
    offer(webhook, 1);
    var work = next();
    lanes.finished(work, SUCCESS, DONE, clock.instant());

    lanes.unrecorded(
        List.of(recorded(work, webhook)), clock.instant().plusSeconds(5).toEpochMilli());

    assertThat(lanes.counts().inFlight()).isZero();
    assertThat(looks).contains(clock.instant().plusSeconds(5));
  }

  @Test
  void when_a_load_fails_then_the_store_is_asked_again_at_the_time_given_and_not_before() {
    var webhook = webhook("acme", 1);
    lanes.dueInStore(webhook, clock.instant());
    var lane = asked.getFirst();

    lanes.loadFailed(lane, clock.millis() + 250);
    lanes.look(lane);
    assertThat(asked).hasSize(1);
    clock.advance(Duration.ofMillis(250));
    lanes.look(lane);

    assertThat(asked).hasSize(2);
  }

  @Test
  void when_a_webhook_is_shut_then_what_is_ready_is_dropped_and_what_is_under_way_is_told() {
    var webhook = webhook("acme", 1);
    offer(webhook, 3);
    var work = next();

    lanes.changes().shut(webhook.id(), Set.of(), true);

    assertThat(lanes.next()).isNull();
    assertThat(work.due().isSettledElsewhere()).isTrue();
  }

  @Test
  void when_an_event_is_erased_then_only_what_its_tenant_holds_of_it_is_marked() {
    var webhook = webhook("acme", 1);
    offer(webhook, 2);
    var erased = next().due();
    var kept = next().due();

    lanes.changes().erase(new TenantId("other"), erased.event().id());
    assertThat(erased.isErased()).isFalse();
    lanes.changes().erase(new TenantId("acme"), erased.event().id());
    assertThat(erased.isErased()).isTrue();
    assertThat(kept.isErased()).isFalse();

    lanes.changes().shut(webhook.id(), Set.of(), true);
    lanes.changes().erase(new TenantId("acme"), kept.event().id());
    assertThat(kept.isErased()).as("its lane is gone").isFalse();
  }

  private Lanes.Work next() {
    return Objects.requireNonNull(lanes.next());
  }

  private Recorded recorded(Lanes.Work work, Webhook webhook) {
    var attempt = new Attempt(1, clock.instant(), Duration.ZERO, 200, null, List.of(), new byte[0]);
    return new Recorded(work.lane(), work.due(), webhook, attempt, true, DONE, clock.instant());
  }

  private void offer(Webhook webhook, int count) {
    var offers = new ArrayList<Lanes.Offer>();
    for (int i = 0; i < count; i++) {
      offers.add(new Lanes.Offer(webhook, due(webhook)));
    }
    lanes.offer(offers);
  }

  private Due due(Webhook webhook) {
    var event =
        new Event(
            new EventId(numbers++),
            webhook.tenant(),
            clock.instant(),
            Attributes.ofType("a"),
            Data.NONE);
    return new Due(new DeliveryId(numbers++), 1, Origin.EVENT, event, 0, 0, 1, null);
  }

  private Webhook webhook(String tenant, long number) {
    return new Webhook(
        new WebhookId(number),
        new TenantId(tenant),
        EngineRig.registration(Wants.EVERYTHING),
        clock.instant(),
        clock.instant(),
        1);
  }

  private static List<String> tenantsOf(List<Lanes.Work> works) {
    return works.stream().map(work -> work.due().event().tenant().value()).toList();
  }
}
