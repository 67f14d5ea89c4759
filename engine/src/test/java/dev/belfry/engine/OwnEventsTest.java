package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.Delivery;
import dev.belfry.engine.delivery.DeliveryQuery;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.delivery.Rules;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events of Belfry's own: {@code belfry.webhook.disabled}. */
class OwnEventsTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String DISABLED = "belfry.webhook.disabled";

  @Test
  void when_belfry_disables_a_webhook_then_those_that_name_the_event_are_told(
      @TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      var broken = rig.givenWebhook("order.*", DISABLED);
      var told = rig.givenWebhook(DISABLED);
      var family = rig.givenWebhook("belfry.webhook.*");
      var everything = rig.givenWebhook("*");
      rig.engine
          .webhooks()
          .change(
              ACME,
              everything.id(),
              OptionalLong.empty(),
              old -> old.in(WebhookState.PAUSED, null),
              Actor.ADMIN);

      disable(rig, broken);

      Eventually.holds("it arrives", SOON, () -> states(rig, told).equals(DELIVERED));
      Eventually.holds("here too", SOON, () -> states(rig, family).equals(DELIVERED));
      var event = event(rig, told);
      assertThat(event.type()).isEqualTo(DISABLED);
      assertThat(event.attributes().subject()).isEqualTo("webhook/" + broken.id());
      assertThat(new String(event.data().bytes(), StandardCharsets.UTF_8))
          .isEqualTo(
              "{\"webhook\":\"%s\",\"name\":null,\"dialect\":\"belfry\",\"reason\":\"failing\"}"
                  .formatted(broken.id()));
      assertThat(deliveries(rig, everything)).extracting(Delivery::type).containsOnly("order.paid");
      assertThat(deliveries(rig, broken)).extracting(Delivery::type).containsOnly("order.paid");
      assertThat(rig.engine.webhooks().points(broken, event))
          .anySatisfy(point -> {
            assertThat(point.passed()).isFalse();
            assertThat(point.detail())
                .isEqualTo("Events about a webhook never go to the webhook itself.");
          });
    }
  }

  @Test
  void when_events_are_counted_then_those_of_belfry_are_not_accepted_but_owed(
      @TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      var broken = rig.givenWebhook("order.*");
      var told = rig.givenWebhook(DISABLED);

      disable(rig, broken);
      Eventually.holds("it arrives", SOON, () -> states(rig, told).equals(DELIVERED));

      var counts = rig.engine.deliveries().countsOf(ACME);
      assertThat(counts.accepted()).isEqualTo(1);
      assertThat(counts.owed()).isEqualTo(2);
      assertThat(counts.delivered() + counts.dead() + counts.cancelled() + counts.pending())
          .isEqualTo(counts.owed());
    }
  }

  @Test
  void when_nobody_names_it_then_it_is_on_record_all_the_same_also_after_a_restart(
      @TempDir Path folder) {
    Webhook broken;
    try (var rig = new EngineRig(folder)) {
      broken = rig.givenWebhook("order.*");
      disable(rig, broken);
    }
    try (var rig = new EngineRig(folder)) {
      assertThat(rig.engine.webhooks().find(broken.id()).orElseThrow().state())
          .isEqualTo(WebhookState.DISABLED);
      assertThat(types(rig)).containsExactly(DISABLED, "order.paid");
    }
  }

  @Test
  void when_its_owner_pauses_resumes_switches_off_or_deletes_one_then_there_is_no_event(
      @TempDir Path folder) {
    try (var rig = new EngineRig(folder)) {
      var id = rig.givenWebhook("*").id();
      for (var state : List.of(WebhookState.PAUSED, WebhookState.ACTIVE, WebhookState.DISABLED)) {
        rig.engine
            .webhooks()
            .change(ACME, id, OptionalLong.empty(), old -> old.in(state, null), Actor.ADMIN);
      }
      rig.engine.webhooks().delete(ACME, id, OptionalLong.empty(), Actor.ADMIN);

      assertThat(types(rig)).isEmpty();
    }
  }

  private static final List<DeliveryState> DELIVERED = List.of(DeliveryState.DELIVERED);

  /** By a failure, with a limit of one. */
  private static void disable(EngineRig rig, Webhook webhook) {
    rig.failureLimit = new Rules.FailureLimit(1, "failing");
    rig.receiver = request -> answer(isOrder(request.body()) ? 500 : 200);
    rig.engine.acceptance().accept(ACME, List.of(EngineRig.event("order.paid", null, "\"order\"")));
    Eventually.holds(
        "it is disabled",
        SOON,
        () ->
            rig.engine.webhooks().find(webhook.id()).orElseThrow().state()
                == WebhookState.DISABLED);
  }

  private static boolean isOrder(byte[] body) {
    return new String(body, StandardCharsets.UTF_8).equals("\"order\"");
  }

  private static List<Delivery> deliveries(EngineRig rig, Webhook webhook) {
    return rig.engine
        .deliveries()
        .list(new DeliveryQuery(ACME, webhook.id(), null, null, null, null, null, 10))
        .deliveries();
  }

  private static List<DeliveryState> states(EngineRig rig, Webhook webhook) {
    return deliveries(rig, webhook).stream().map(Delivery::state).toList();
  }

  private static Event event(EngineRig rig, Webhook told) {
    var id = deliveries(rig, told).getFirst().event();
    return rig.engine.events().find(ACME, id).orElseThrow();
  }

  private static List<String> types(EngineRig rig) {
    return rig.database.read(
        tx -> tx.query("select type from event order by id desc", row -> row.text(1)));
  }
}
