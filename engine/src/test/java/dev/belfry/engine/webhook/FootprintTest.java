package dev.belfry.engine.webhook;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.tenant.TenantId;
import org.junit.jupiter.api.Test;

class FootprintTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId OTHER = new TenantId("other");

  private final Footprint footprint = new Footprint(1000);

  @Test
  void when_a_tenant_has_its_share_then_it_gets_no_more_and_others_still_do() {
    footprint.demandRoom(ACME, 750);
    footprint.add(ACME, 750);

    assertThatThrownBy(() -> footprint.demandRoom(ACME, 1))
        .isInstanceOf(OverLimit.class)
        .hasMessageContaining("delete some");
    footprint.demandRoom(OTHER, 250);
    footprint.add(OTHER, 250);
    assertThatThrownBy(() -> footprint.demandRoom(OTHER, 1)).isInstanceOf(OverLimit.class);
    footprint.demandRoom(ACME, -1);
  }

  @Test
  void when_some_are_deleted_then_there_is_room_again() {
    footprint.add(ACME, 700);
    footprint.add(ACME, -400);

    footprint.demandRoom(ACME, 450);
    assertThatThrownBy(() -> footprint.demandRoom(ACME, 451)).isInstanceOf(OverLimit.class);
  }
}
