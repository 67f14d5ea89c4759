package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.accept.Accepted;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.webhook.Order;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrderedTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  private EngineRig rig;
  private Webhook webhook;

  /** The bodies that came in, by subject; failed attempts too. */
  private final Map<String, List<String>> got = new ConcurrentHashMap<>();

  private final Set<String> failing = ConcurrentHashMap.newKeySet();

  @BeforeEach
  void open() {
    rig = new EngineRig(folder);
    listen();
    webhook =
        rig.engine
            .webhooks()
            .register(
                ACME,
                EngineRig.registration(Wants.EVERYTHING)
                    .at(new Pace(16, null, null, Order.SUBJECT)),
                Actor.ADMIN);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  private void listen() {
    rig.receiver =
        request -> {
          var body = new String(request.body(), StandardCharsets.UTF_8);
          got.computeIfAbsent(subjectOf(body), _ -> new CopyOnWriteArrayList<>()).add(body);
          return answer(failing.contains(body) ? 500 : 200);
        };
  }

  @Test
  void when_one_of_a_subject_fails_then_those_behind_it_wait_and_other_subjects_go_on() {
    failing.add("\"a1\"");
    accept("a1", "a2", "b1", "a3", "b2");

    Eventually.holds("the other goes on", SOON, () -> bodies("b").equals(List.of("b1", "b2")));
    Eventually.holds("it is quiet", SOON, () -> rig.engine.deliverer().isQuiet());
    assertThat(bodies("a")).containsExactly("a1");

    failing.clear();
    rig.clock.advance(Duration.ofSeconds(5));
    Eventually.holds(
        "the rest follows", SOON, () -> bodies("a").equals(List.of("a1", "a1", "a2", "a3")));
  }

  @Test
  void when_order_is_no_longer_asked_for_then_what_waits_behind_others_goes_out() {
    failing.add("\"a1\"");
    accept("a1", "a2", "a3");
    Eventually.holds("it is quiet", SOON, () -> rig.engine.deliverer().isQuiet());

    rig.engine
        .webhooks()
        .change(
            ACME,
            webhook.id(),
            OptionalLong.empty(),
            now -> now.at(new Pace(16, null, null, null)),
            Actor.ADMIN);

    Eventually.holds("all was sent", SOON, () -> bodies("a").size() == 3);
  }

  @Test
  void when_events_have_no_subject_then_they_wait_for_none() {
    failing.add("\"-1\"");
    accept("-1", "-2", "-3");

    Eventually.holds("all were sent", SOON, () -> bodies("-").size() == 3);
  }

  @Test
  void when_the_first_is_given_up_or_called_off_then_the_next_goes() {
    failing.addAll(List.of("\"a1\"", "\"a2\""));
    var accepted = accept("a1", "a2", "a3");
    for (var wait : List.of(Duration.ofSeconds(5), Duration.ofMinutes(5))) {
      awaitSent("a1", wait.toSeconds() == 5 ? 1 : 2);
      rig.clock.advance(wait);
    }
    Eventually.holds("it is dead", SOON, () -> state(accepted.getFirst()) == DeliveryState.DEAD);
    awaitSent("a2", 1);

    rig.engine.deliveries().cancel(ACME, delivery(accepted.get(1)).id(), Actor.ADMIN);

    awaitSent("a3", 1);
    assertThat(bodies("a")).containsExactly("a1", "a1", "a1", "a2", "a3");
  }

  @Test
  void when_one_is_retried_then_it_goes_behind_what_waits() {
    pause(WebhookState.PAUSED);
    var accepted = accept("a1", "a2", "a3");
    rig.engine.deliveries().cancel(ACME, delivery(accepted.getFirst()).id(), Actor.ADMIN);

    rig.engine.deliveries().retry(ACME, delivery(accepted.getFirst()).id(), Actor.ADMIN);
    rig.engine.deliveries().retry(ACME, delivery(accepted.get(2)).id(), Actor.ADMIN);
    assertThat(delivery(accepted.getFirst()).nextAttemptAt()).isNull();
    pause(WebhookState.ACTIVE);

    Eventually.holds("all go", SOON, () -> bodies("a").equals(List.of("a2", "a3", "a1")));
  }

  @Test
  void when_its_deliveries_end_with_the_webhook_then_none_is_left_behind() {
    failing.add("\"a1\"");
    accept("a1", "a2", "a3");
    awaitSent("a1", 1);

    pause(WebhookState.DISABLED);

    Eventually.holds(
        "all are dead", SOON, () -> rig.engine.deliveries().countsOf(webhook.id()).dead() == 3);
    failing.clear();
    pause(WebhookState.ACTIVE);
    accept("a4");
    awaitSent("a4", 1);
  }

  @Test
  void when_much_waits_behind_one_then_it_waits_in_the_store_and_follows_in_order() {
    failing.add("\"a0\"");
    var all = new ArrayList<String>();
    for (int i = 0; i < 3000; i++) {
      all.add("a" + i);
    }
    all.add("b0");
    accept(all.toArray(String[]::new));
    awaitSent("b0", 1);
    rig.close();
    rig = new EngineRig(folder, rig.clock);
    listen();

    failing.clear();
    rig.clock.advance(Duration.ofSeconds(5));

    Eventually.holds(
        "all are delivered",
        Duration.ofSeconds(60),
        () -> rig.engine.deliveries().countsOf(ACME).delivered() == 3001);
    assertThat(bodies("a").stream().distinct().toList()).isEqualTo(all.subList(0, 3000));
  }

  /** Whatever fails, is called off, retried or restarted: one at a time, in order of acceptance. */
  @Test
  void when_receivers_fail_at_random_then_nothing_overtakes_another_of_its_subject() {
    var random = new Random(11);
    var underWay = new ConcurrentHashMap<String, AtomicInteger>();
    var together = new AtomicInteger();
    rig.receiver =
        request -> {
          var body = new String(request.body(), StandardCharsets.UTF_8);
          var subject = subjectOf(body);
          var now = underWay.computeIfAbsent(subject, _ -> new AtomicInteger());
          if (now.incrementAndGet() > 1) {
            together.incrementAndGet();
          }
          got.computeIfAbsent(subject, _ -> new CopyOnWriteArrayList<>()).add(body);
          var status =
              Math.floorMod((body + got.get(subject).size()).hashCode(), 4) == 0 ? 500 : 200;
          now.decrementAndGet();
          return answer(status);
        };
    for (int round = 0; round < 30; round++) {
      var some = new ArrayList<String>();
      for (int i = 0; i < 20; i++) {
        some.add((char) ('a' + random.nextInt(5)) + "" + (round * 20 + i));
      }
      accept(some.toArray(String[]::new));
      rig.clock.advance(Duration.ofSeconds(random.nextInt(6)));
    }
    Eventually.holds(
        "all are settled",
        Duration.ofSeconds(60),
        () -> {
          rig.clock.advance(Duration.ofSeconds(30));
          return rig.engine.deliveries().countsOf(ACME).pending() == 0;
        });

    assertThat(together).hasValue(0);
    for (var subject : got.keySet()) {
      var numbers =
          bodies(subject).stream().map(body -> Integer.parseInt(body.substring(1))).toList();
      assertThat(numbers).as(subject).isSorted();
    }
  }

  private List<Accepted> accept(String... names) {
    var events = new ArrayList<NewEvent>();
    for (var name : names) {
      var subject = name.startsWith("-") ? null : name.substring(0, 1);
      events.add(event(subject, "\"" + name + "\""));
    }
    return rig.engine.acceptance().accept(ACME, events.subList(0, events.size()));
  }

  private static NewEvent event(@Nullable String subject, String data) {
    return new NewEvent(
        new Attributes(null, null, "t", subject, null, null, null, Map.of()),
        Data.json(data.getBytes(StandardCharsets.UTF_8)));
  }

  private static String subjectOf(String body) {
    return body.substring(1, 2);
  }

  private List<String> bodies(String subject) {
    return got.getOrDefault(subject, List.of()).stream()
        .map(body -> body.substring(1, body.length() - 1))
        .toList();
  }

  private void awaitSent(String name, int times) {
    Eventually.holds(
        name + " is sent",
        SOON,
        () -> bodies(name.substring(0, 1)).stream().filter(name::equals).count() == times);
  }

  private DeliveryState state(Accepted accepted) {
    return delivery(accepted).state();
  }

  private Delivery delivery(Accepted accepted) {
    return rig.engine
        .deliveries()
        .list(new DeliveryQuery(ACME, null, accepted.id(), null, null, null, null, 5))
        .deliveries()
        .getFirst();
  }

  private void pause(WebhookState to) {
    webhook =
        rig.engine
            .webhooks()
            .change(
                ACME,
                webhook.id(),
                OptionalLong.empty(),
                registration -> registration.in(to, null),
                Actor.ADMIN);
  }
}
