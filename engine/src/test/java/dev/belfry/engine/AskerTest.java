package dev.belfry.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.webhook.Wants;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AskerTest {

  @TempDir Path folder;

  @Test
  void when_a_dialect_never_asks_then_an_event_is_allowed_and_nothing_is_sent() {
    try (var rig = new EngineRig(folder)) {
      rig.givenWebhook("held");
      rig.receiver =
          _ -> {
            throw new AssertionError("asked");
          };

      var verdicts = rig.engine.asker().ask(EngineRig.ACME, EngineRig.event("held", null, "{}"));

      assertThat(verdicts.allowed()).isTrue();
      assertThat(verdicts.said()).isEmpty();
      assertThat(new String(verdicts.data(), StandardCharsets.UTF_8)).isEqualTo("{}");
      assertThat(rig.engine.events().find(EngineRig.ACME, verdicts.event().id())).isPresent();
    }
  }

  @Test
  void when_a_webhook_asks_for_nothing_yet_then_it_is_owed_nothing() {
    try (var rig = new EngineRig(folder)) {
      rig.engine
          .webhooks()
          .register(
              EngineRig.ACME,
              EngineRig.registration(new Wants(List.of(), null, null)),
              Actor.ADMIN);

      var accepted =
          rig.engine
              .acceptance()
              .accept(EngineRig.ACME, List.of(EngineRig.event("any", null, "{}")));

      assertThat(accepted.getFirst().deliveries()).isZero();
    }
  }

  @Test
  void when_the_check_of_a_new_webhook_throws_then_none_is_made() {
    try (var rig = new EngineRig(folder)) {
      assertThatThrownBy(() ->
              rig.engine
                  .webhooks()
                  .register(
                      EngineRig.ACME,
                      EngineRig.registration(Wants.EVERYTHING),
                      () -> {
                        throw new IllegalStateException("full");
                      },
                      Actor.ADMIN))
          .hasMessage("full");

      assertThat(rig.engine.webhooks().list(EngineRig.ACME, _ -> true, null, 10)).isEmpty();
    }
  }
}
