package dev.belfry.engine;

import static dev.belfry.engine.EngineRig.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.Webhook;
import java.nio.file.Path;
import java.util.List;
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
      webhooks.matching(ACME, event);
      var facts = webhooks.facts(ACME, event);
      webhooks.matching(ACME, event, facts);

      var began = System.nanoTime();
      for (int i = 0; i < 200; i++) {
        assertThat(webhooks.matching(ACME, event, facts)).isEmpty();
      }

      assertThat(System.nanoTime() - began).isLessThan(600_000_000L); // asked, each takes over 3 ms
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
