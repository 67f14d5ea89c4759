package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.accept.Accepted;
import dev.belfry.engine.accept.IdempotencyConflict;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.webhook.Consequences;
import dev.belfry.engine.webhook.TypePattern;
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
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of one request behave as if they had been sent one after the other. */
class InTurnTest {

  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void when_an_event_opens_a_webhook_then_those_behind_it_in_the_request_are_owed_to_it() {
    try (var rig = new EngineRig(folder, new Switches())) {
      var webhook = rig.givenWebhook("a");
      assertThat(owed(rig, event("a", "off"), event("a", null))).containsExactly(1L, 0L);

      assertThat(owed(rig, event("a", null), event("a", "on"), event("a", null), event("b", null)))
          .containsExactly(0L, 0L, 1L, 0L);

      assertThat(stateOf(rig, webhook)).isEqualTo(WebhookState.ACTIVE);
      Eventually.passes(SOON, () -> assertThat(counts(rig, webhook)).isEqualTo("2: 1 1 0 0"));
    }
  }

  @Test
  void when_a_webhook_is_shut_and_opened_in_one_request_then_only_what_is_behind_goes_out() {
    try (var rig = new EngineRig(folder, new Switches())) {
      Queue<String> sent = new ConcurrentLinkedQueue<>();
      rig.receiver =
          request -> {
            sent.add(new String(request.body(), StandardCharsets.UTF_8));
            return EngineRig.answer(200);
          };
      var webhook = rig.givenWebhook("a");

      assertThat(
              owed(
                  rig,
                  event("a", null, "1"),
                  event("b", "off"),
                  event("a", null, "2"),
                  event("b", "on"),
                  event("a", null, "3"),
                  event("b", "off"),
                  event("b", "on"),
                  event("a", null, "4")))
          .containsExactly(1L, 0L, 0L, 0L, 1L, 0L, 0L, 1L);

      Eventually.passes(SOON, () -> assertThat(counts(rig, webhook)).isEqualTo("3: 1 2 0 0"));
      Eventually.holds("all is quiet", SOON, () -> rig.engine.deliverer().isQuiet());
      assertThat(sent).containsExactly("4");
      assertThat(counts(rig, webhook)).isEqualTo("3: 1 2 0 0");
    }
  }

  @Test
  void when_an_event_behind_is_in_conflict_then_nothing_of_the_request_is_done() {
    try (var rig = new EngineRig(folder, new Switches())) {
      var webhook = rig.givenWebhook("a");
      owed(rig, EngineRig.event("a", "one", "1"), EngineRig.event("a", "two", "1"));

      assertThatThrownBy(() ->
              owed(
                  rig,
                  EngineRig.event("a", "one", "2"),
                  event("a", "off"),
                  EngineRig.event("a", "fresh", "1"),
                  event("a", "on"),
                  EngineRig.event("a", "fresh", "2"),
                  EngineRig.event("a", "two", "2")))
          .isInstanceOfSatisfying(
              IdempotencyConflict.class,
              conflict -> assertThat(conflict.indexes()).containsExactly(0, 4, 5));

      assertThat(rig.engine.deliveries().countsOf(ACME).accepted()).isEqualTo(2);
      assertThat(stateOf(rig, webhook)).isEqualTo(WebhookState.ACTIVE);
      assertThat(rig.engine.webhooks().find(webhook.id()).orElseThrow().version()).isEqualTo(1);
      assertThat(owed(rig, event("a", "off"), event("a", null))).containsExactly(1L, 0L);
    }
  }

  @Test
  void when_events_come_together_then_as_many_are_owed_as_when_they_come_one_by_one(
      @TempDir Path otherFolder) {
    var random = new Random(20);
    try (var together = new EngineRig(folder, new Switches());
        var oneByOne = new EngineRig(otherFolder, new Switches())) {
      var webhooks = new ArrayList<Webhook>();
      var others = new ArrayList<Webhook>();
      for (int i = 0; i < 12; i++) {
        var wants = wants(random);
        webhooks.add(given(together, wants));
        others.add(given(oneByOne, wants));
      }

      for (int round = 0; round < 40; round++) {
        var batch = new ArrayList<NewEvent>();
        var size = 1 + random.nextInt(12);
        for (int i = 0; i < size; i++) {
          batch.add(anyEvent(random));
        }
        var singly = batch.stream().flatMap(one -> owed(oneByOne, one).stream()).toList();

        assertThat(owed(together, batch.toArray(NewEvent[]::new))).isEqualTo(singly);
        for (int i = 0; i < webhooks.size(); i++) {
          assertThat(stateOf(together, webhooks.get(i)))
              .isEqualTo(stateOf(oneByOne, others.get(i)));
        }
      }
      for (int i = 0; i < webhooks.size(); i++) {
        var owed = together.engine.deliveries().countsOf(webhooks.get(i).id()).owed();
        assertThat(owed)
            .isEqualTo(oneByOne.engine.deliveries().countsOf(others.get(i).id()).owed());
      }
    }
  }

  private static Wants wants(Random random) {
    var types =
        switch (random.nextInt(4)) {
          case 0 -> List.of("*");
          case 1 -> List.of("t.*", "u");
          case 2 -> List.of("t.a");
          default -> List.of("t.b", "t.*");
        };
    return new Wants(
        types.stream().map(TypePattern::new).toList(),
        random.nextBoolean() ? null : "s" + random.nextInt(3),
        null);
  }

  private static NewEvent anyEvent(Random random) {
    var type = List.of("t.a", "t.b", "t.c", "u", "v").get(random.nextInt(5));
    var subject =
        switch (random.nextInt(4)) {
          case 0 -> random.nextBoolean() ? "on" : "off";
          case 1 -> null;
          default -> "s" + random.nextInt(3);
        };
    return event(type, subject);
  }

  private static Webhook given(EngineRig rig, Wants wants) {
    return rig.engine.webhooks().register(ACME, EngineRig.registration(wants), Actor.ADMIN);
  }

  private static NewEvent event(String type, @Nullable String subject) {
    return event(type, subject, "{}");
  }

  private static NewEvent event(String type, @Nullable String subject, String data) {
    return new NewEvent(
        new Attributes(null, null, type, subject, null, null, null, Map.of()),
        Data.json(data.getBytes(StandardCharsets.UTF_8)));
  }

  private static List<Long> owed(EngineRig rig, NewEvent... events) {
    return rig.engine.acceptance().accept(ACME, List.of(events)).stream()
        .map(Accepted::deliveries)
        .map(Number::longValue)
        .toList();
  }

  private static WebhookState stateOf(EngineRig rig, Webhook webhook) {
    return rig.engine.webhooks().find(webhook.id()).orElseThrow().state();
  }

  /** Owed: delivered, dead, cancelled, pending. */
  private static String counts(EngineRig rig, Webhook webhook) {
    var counts = rig.engine.deliveries().countsOf(webhook.id());
    return "%d: %d %d %d %d"
        .formatted(
            counts.owed(), counts.delivered(), counts.dead(), counts.cancelled(), counts.pending());
  }

  /** An event about {@code on} or {@code off} opens or shuts all webhooks. */
  private static final class Switches implements Consequences {

    @Override
    public boolean has(Attributes event) {
      return "on".equals(event.subject()) || "off".equals(event.subject());
    }

    @Override
    public Optional<Kept> kept(Event event) {
      return Optional.empty();
    }

    @Override
    public @Nullable Change of(Event event, Webhook webhook) {
      var to =
          "on".equals(event.attributes().subject()) ? WebhookState.ACTIVE : WebhookState.DISABLED;
      return webhook.state() == to
          ? null
          : new Change(
              webhook.registration().in(to, to == WebhookState.ACTIVE ? null : "off"), false);
    }
  }
}
