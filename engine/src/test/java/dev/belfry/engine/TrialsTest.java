package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.DeliveryListener.Told;
import dev.belfry.engine.delivery.Origin;
import dev.belfry.engine.delivery.TenantCounts;
import dev.belfry.engine.delivery.WebhookCounts;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class TrialsTest extends RigTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private WebhookCounts counts(Webhook webhook) {
    return rig.engine.deliveries().countsOf(webhook.id());
  }

  @Test
  void when_a_webhook_is_tested_then_the_attempts_count_and_are_told_but_nothing_is_owed() {
    var webhook = rig.givenWebhook("a");
    rig.engine.deliveries().test(webhook, Actor.ADMIN);
    rig.receiver = _ -> answer(500);
    var failed = rig.engine.deliveries().test(webhook, Actor.ADMIN);

    assertThat(counts(webhook).attempts()).isEqualTo(2);
    assertThat(counts(webhook).failures()).isEqualTo(1);
    assertThat(counts(webhook).failuresInRow()).as("nothing that is owed failed").isZero();
    assertThat(counts(webhook).owed()).isZero();
    assertThat(rig.engine.deliveries().countsOf(ACME)).isEqualTo(TenantCounts.NONE);
    assertThat(rig.engine.deliveries().lastFailure(webhook.id()).orElseThrow().error())
        .isEqualTo(failed.error())
        .isEqualTo("status");
    assertThat(rig.toldAttempts).extracting(Told::origin).containsOnly(Origin.TEST).hasSize(2);
    assertThat(rig.toldAttempts)
        .extracting(told -> told.attempt().status())
        .containsExactly(200, 500);
  }

  @Test
  void when_one_that_is_disabled_is_tried_out_then_its_attempt_counts_and_is_told_too() {
    var webhook = rig.givenWebhook("a");
    rig.engine
        .webhooks()
        .change(
            ACME,
            webhook.id(),
            OptionalLong.empty(),
            old -> old.in(WebhookState.DISABLED, "gone"),
            Actor.ADMIN);

    rig.engine.deliveries().send(webhook, EngineRig.event("t", null, "1"), Actor.ADMIN);

    Eventually.holds("it counts", SOON, () -> counts(webhook).attempts() == 1);
    Eventually.holds("it is told", SOON, () -> rig.toldAttempts.size() == 1);
    assertThat(rig.toldAttempts.element().origin()).isEqualTo(Origin.TEST);
  }
}
