package dev.belfry.engine.id;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class IdBoundsTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void ids_of_a_time_lie_within_its_bounds() {
    var id = Id.firstAt(NOON.toEpochMilli());

    assertThat(IdBounds.from(NOON)).isEqualTo(id);
    assertThat(IdBounds.from(NOON.plusMillis(1))).isGreaterThan(id);
    assertThat(IdBounds.below(NOON, null)).isGreaterThan(id);
  }

  @Test
  void without_a_time_or_with_one_that_no_id_can_name_all_are_within() {
    var last = Id.firstAt(Id.LAST_MILLI);

    assertThat(IdBounds.from(null)).isZero();
    assertThat(IdBounds.from(Instant.parse("-0001-01-01T00:00:00Z"))).isZero();
    assertThat(IdBounds.below(null, null)).isEqualTo(Long.MAX_VALUE);
    assertThat(IdBounds.below(Instant.parse("9999-12-31T23:59:59Z"), null)).isEqualTo(last);
    assertThat(IdBounds.below(null, 7L)).isEqualTo(7);
    assertThat(IdBounds.below(NOON, 7L)).isEqualTo(7);
  }
}
