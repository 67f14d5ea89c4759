package dev.belfry.engine.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.EngineRig;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.TenantId;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FootprintTest {

  private static final TenantId ACME = EngineRig.ACME;
  private static final TenantId OTHER = new TenantId("other");
  private static final WebhookId ONE = new WebhookId(1);
  private static final WebhookId TWO = new WebhookId(2);

  @TempDir Path folder;
  private final Footprint footprint = new Footprint(1000);

  @Test
  void when_a_tenant_has_its_share_then_it_gets_no_more_and_others_still_do() {
    footprint.demandRoom(ACME, ONE, 750);
    footprint.put(ACME, ONE, 750);

    assertThatThrownBy(() -> footprint.demandRoom(ACME, ONE, 751))
        .isInstanceOf(OverLimit.class)
        .hasMessageContaining("delete some")
        .hasMessageNotContaining("MiB")
        .hasMessageNotContaining("Xmx");
    footprint.demandRoom(OTHER, TWO, 250);
    footprint.put(OTHER, TWO, 250);
    assertThatThrownBy(() -> footprint.demandRoom(OTHER, TWO, 251)).isInstanceOf(OverLimit.class);
    footprint.demandRoom(ACME, ONE, 749);
  }

  @Test
  void when_one_is_made_smaller_or_deleted_then_there_is_room_again() {
    footprint.put(ACME, ONE, 300);
    footprint.put(ACME, TWO, 400);
    footprint.put(ACME, ONE, 200);
    footprint.remove(ACME, TWO);

    assertThat(footprint.of(ACME)).isEqualTo(200);
    footprint.demandRoom(ACME, TWO, 550);
    assertThatThrownBy(() -> footprint.demandRoom(ACME, TWO, 551)).isInstanceOf(OverLimit.class);
  }

  @Test
  void when_webhooks_are_read_changed_and_deleted_then_what_they_take_adds_up() {
    long taken;
    try (var rig = new EngineRig(folder)) {
      rig.givenWebhook("a");
      rig.givenWebhook("b.*", "c");
      taken = rig.engine.webhooks().footprint().total();
    }

    try (var rig = new EngineRig(folder)) {
      var webhooks = rig.engine.webhooks();
      var read = webhooks.footprint();
      assertThat(read.total()).isEqualTo(taken).isEqualTo(read.of(ACME)).isPositive();
      for (var webhook : webhooks.list(ACME, _ -> true, null, 10)) {
        var before = read.total();
        change(webhooks, webhook, new Wants(List.of(new TypePattern("x".repeat(50))), null, null));
        assertThat(read.total()).isGreaterThan(before);
        change(webhooks, webhook, webhook.wants());
        assertThat(read.total()).isEqualTo(before);
        webhooks.delete(ACME, webhook.id(), OptionalLong.empty(), Actor.ADMIN);
      }
      assertThat(read.total()).isZero();
      assertThat(read.of(ACME)).isZero();
    }
  }

  private static void change(Webhooks webhooks, Webhook webhook, Wants wants) {
    webhooks.change(
        ACME, webhook.id(), OptionalLong.empty(), _ -> EngineRig.registration(wants), Actor.ADMIN);
  }
}
