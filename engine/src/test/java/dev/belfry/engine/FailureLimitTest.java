package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static dev.belfry.engine.EngineRig.answer;
import static dev.belfry.engine.EngineRig.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.Rules;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dialects that count failures in a row, whichever deliveries they belong to. */
class FailureLimitTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path folder;
  private EngineRig rig;
  private Webhook webhook;

  @BeforeEach
  void open() {
    rig = new EngineRig(folder);
    rig.failureLimit = new Rules.FailureLimit(4, "too_many");
    webhook = rig.givenWebhook("*");
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void when_the_limit_is_reached_then_the_webhook_is_disabled_and_failures_are_told() {
    var told = new CopyOnWriteArrayList<String>();
    rig.engine
        .deliverer()
        .addFailureListener((_, inRow, first) -> told.add(inRow + (first ? " first" : "")));
    rig.receiver = _ -> answer(500);
    for (int i = 1; i <= 3; i++) {
      fail(i);
    }
    assertThat(now().state()).isEqualTo(WebhookState.ACTIVE);

    fail(4);

    Eventually.holds("it is disabled", SOON, () -> now().state() == WebhookState.DISABLED);
    assertThat(now().registration().stateReason()).isEqualTo("too_many");
    assertThat(told).containsExactly("1 first", "2", "3", "4");
    assertThat(rig.engine.deliveries().countsOf(webhook.id()).failures()).isEqualTo(4);
  }

  @Test
  void when_an_attempt_succeeds_in_between_then_counting_starts_anew() {
    rig.receiver = _ -> answer(500);
    fail(1);
    fail(2);
    rig.receiver = _ -> answer(200);
    accept();
    Eventually.holds("it is counted", SOON, () -> inRow() == 0);
    rig.receiver = _ -> answer(503);
    fail(1);

    var counts = rig.engine.deliveries().countsOf(webhook.id());
    assertThat(counts.failures()).isEqualTo(3);
    assertThat(counts.attempts()).isEqualTo(4);
    assertThat(rig.engine.deliveries().lastFailure(webhook.id()).orElseThrow().status())
        .isEqualTo(503);
  }

  @Test
  void when_its_owner_resumes_it_then_no_failure_counts() {
    rig.receiver = _ -> answer(500);
    for (int i = 1; i <= 4; i++) {
      fail(i);
    }
    Eventually.holds("it is disabled", SOON, () -> now().state() == WebhookState.DISABLED);

    rig.engine
        .webhooks()
        .change(
            ACME,
            webhook.id(),
            OptionalLong.empty(),
            old -> old.in(WebhookState.ACTIVE, null),
            Actor.ADMIN);

    assertThat(inRow()).isZero();
    assertThat(rig.engine.deliveries().countsOf(webhook.id()).failures()).isEqualTo(4);
  }

  @Test
  void when_the_engine_starts_again_then_it_counts_on() {
    rig.receiver = _ -> answer(500);
    fail(1);
    fail(2);
    rig.close();
    rig = new EngineRig(folder, rig.clock);
    rig.failureLimit = new Rules.FailureLimit(4, "too_many");
    rig.receiver = _ -> answer(500);

    fail(3);
  }

  private void fail(long number) {
    accept();
    Eventually.holds(number + " in a row", SOON, () -> inRow() == number);
  }

  private void accept() {
    rig.engine.acceptance().accept(ACME, List.of(event("order.made", null, "{}")));
  }

  private long inRow() {
    return rig.engine.deliveries().countsOf(webhook.id()).failuresInRow();
  }

  private Webhook now() {
    return rig.engine.webhooks().find(webhook.id()).orElseThrow();
  }
}
