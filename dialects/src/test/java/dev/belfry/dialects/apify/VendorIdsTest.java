package dev.belfry.dialects.apify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.delivery.DeliveryId;
import java.util.Random;
import org.junit.jupiter.api.Test;

class VendorIdsTest {

  @Test
  void when_a_delivery_becomes_a_dispatch_then_it_can_be_found_again() {
    var random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      var delivery = new DeliveryId(random.nextLong() >>> 1);
      var dispatch = VendorIds.ofDispatch(delivery);
      assertThat(VendorIds.isWellFormed(dispatch)).isTrue();
      assertThat(VendorIds.deliveryOf(dispatch)).contains(delivery);
    }
  }

  @Test
  void when_an_id_was_made_up_then_there_is_no_delivery() {
    assertThat(VendorIds.deliveryOf("A".repeat(17))).isEmpty();
    assertThat(VendorIds.deliveryOf("9".repeat(17))).isEmpty();
    assertThat(VendorIds.deliveryOf("short")).isEmpty();
    assertThat(VendorIds.deliveryOf(VendorIds.random())).isEmpty();
  }
}
